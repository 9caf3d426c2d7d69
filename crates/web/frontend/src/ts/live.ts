// A page that is watched draws its live parts anew when something was committed, and says so when it cannot.

const RETRY_MS = 3000;
/** How long an answer may take before it counts as lost. */
const PATIENCE_MS = 10_000;
const LOST = "No connection: what you see may be old.";

/** Clocks go on counting between two looks: minutes since an instant, less what was held. */
export function runClocks(document: Document): void {
  hear(document);
  const tick = () => {
    for (const clock of document.querySelectorAll<HTMLElement>("time[data-since]")) {
      const since = Date.parse(clock.dataset.since ?? "");
      if (Number.isNaN(since)) continue;
      const minutes = Math.floor((now() - since) / 60000) - Number(clock.dataset.held ?? 0);
      if (minutes >= 0) clock.textContent = `${minutes} min`;
    }
  };
  setInterval(tick, 15000);
}

/** The clinic's instant: that of the last answer, going on. A tablet's own clock may be wrong, and a demonstration has its own. */
let offset = 0;
export function now(): number {
  return Date.now() + offset;
}

function hear(page: Document): void {
  const told = Date.parse(page.querySelector<HTMLElement>("[data-now]")?.dataset.now ?? "");
  if (!Number.isNaN(told)) offset = told - Date.now();
}

/** The strip that says that what is shown may be old. */
export function strip(document: Document): HTMLElement {
  const known = document.getElementById("offline");
  if (known) return known;
  const made = document.createElement("div");
  made.id = "offline";
  made.className = "offline";
  made.setAttribute("role", "status");
  made.hidden = true;
  document.body.prepend(made);
  return made;
}

function say(document: Document, words: string): void {
  const place = strip(document);
  place.textContent = words;
  place.hidden = words === "";
}

/** Draws the live parts of the page anew; parts in which somebody types are left alone. */
export async function redraw(document: Document): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(location.href, { headers: { accept: "text/html" }, signal });
  if (!response.ok) throw new Error(`${response.status}`);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  hear(fresh);
  for (const part of document.querySelectorAll<HTMLElement>("[data-live][id]")) {
    const newer = fresh.getElementById(part.id);
    if (!newer || newer.innerHTML === part.innerHTML || part.contains(document.activeElement)) continue;
    part.replaceWith(document.importNode(newer, true));
  }
  const waiting = fresh.getElementById("waiting");
  const shown = document.getElementById("waiting");
  if (waiting && shown && waiting.innerHTML !== shown.innerHTML && !shown.contains(document.activeElement)) {
    shown.replaceWith(document.importNode(waiting, true));
  }
}

export function watch(document: Document): void {
  if (!document.querySelector("[data-watch]")) return;
  let asked = false;
  const look = async () => {
    if (asked) return;
    asked = true;
    try {
      await redraw(document);
      say(document, "");
    } catch {
      say(document, LOST);
    }
    asked = false;
  };
  let source: EventSource | undefined;
  const open = () => {
    source = new EventSource("/live");
    source.addEventListener("commit", () => void look());
    source.addEventListener("error", () => {
      say(document, LOST);
      // A browser gives up after some answers: begin anew.
      if (source?.readyState === EventSource.CLOSED) setTimeout(open, RETRY_MS);
    });
  };
  open();
  // What is due becomes late without anybody's doing.
  setInterval(() => void look(), 30000);
  window.addEventListener("offline", () => say(document, LOST));
  window.addEventListener("online", () => void look());
  window.addEventListener("pagehide", () => source?.close());
}
