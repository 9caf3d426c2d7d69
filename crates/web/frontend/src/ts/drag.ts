// A booking is dragged to another chair or time: the drop fills in the plain form and sends it. Without script, and with
// the keyboard, the same form stands beside the booking.

const STEP = 15;

let dragged: HTMLElement | null = null;

/** The quarter of an hour under the pointer: within a cell of several rows, by how far down. */
function quarter(cell: HTMLElement, y: number): string | null {
  const [hour, minute] = (cell.dataset.start ?? "").split(":").map(Number);
  if (hour === undefined || minute === undefined || Number.isNaN(hour + minute)) return null;
  const rows = Number(cell.dataset.rows ?? 1);
  const box = cell.getBoundingClientRect();
  const down = Math.min(rows - 1, Math.max(0, Math.floor(((y - box.top) / box.height) * rows)));
  const at = hour * 60 + minute + down * STEP;
  return `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
}

function cellOf(event: DragEvent): HTMLElement | null {
  return (event.target as Element | null)?.closest<HTMLElement>("td[data-day]") ?? null;
}

function mark(document: Document, cell: HTMLElement | null): void {
  for (const old of document.querySelectorAll(".drop-here")) if (old !== cell) old.classList.remove("drop-here");
  cell?.classList.add("drop-here");
}

function send(form: HTMLFormElement, bar: HTMLElement, cell: HTMLElement, start: string): void {
  const set = (name: string, value: string | undefined) => {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value ?? "";
  };
  set("course", bar.dataset.course);
  set("from", bar.dataset.on);
  set("version", bar.dataset.version);
  set("to", cell.dataset.day);
  set("chair", cell.dataset.chair);
  set("start", start);
  form.requestSubmit();
}

export function dragBookings(document: Document): void {
  const form = document.querySelector<HTMLFormElement>("form#drag");
  if (!form) return;
  document.addEventListener("dragstart", (event) => {
    dragged = (event.target as Element | null)?.closest<HTMLElement>("td[data-course]") ?? null;
    event.dataTransfer?.setData("text/plain", dragged?.dataset.course ?? "");
  });
  document.addEventListener("dragover", (event) => {
    const cell = dragged ? cellOf(event) : null;
    if (cell) event.preventDefault();
    mark(document, cell);
  });
  document.addEventListener("dragend", () => {
    dragged = null;
    mark(document, null);
  });
  document.addEventListener("drop", (event) => {
    const cell = cellOf(event);
    if (!dragged || !cell) return;
    event.preventDefault();
    const start = quarter(cell, event.clientY);
    if (start) send(form, dragged, cell, start);
  });
}
