// Hover, focus and arrow keys for the marks of a chart. The server writes each mark with a <title> and
// tabindex="0"; here a chart becomes one tab stop whose marks are walked with the arrow keys.

export function enhanceCharts(root: ParentNode): void {
  for (const svg of root.querySelectorAll<SVGSVGElement>("svg.chart:not([data-ready])")) {
    svg.dataset["ready"] = "";
    nameWithoutTooltip(svg);
    const marks = [...svg.querySelectorAll<SVGGElement>(".ch-mark")];
    if (marks.length > 0) listen(svg, marks);
  }
}

// A <title> also opens the browser's own tooltip, for the whole chart at once; the name moves to aria-label.
function nameWithoutTooltip(element: SVGElement): void {
  const title = element.querySelector(":scope > title");
  if (!title) return;
  element.setAttribute("aria-label", title.textContent ?? "");
  element.removeAttribute("aria-labelledby");
  title.remove();
}

function listen(svg: SVGSVGElement, marks: SVGGElement[]): void {
  marks.forEach(nameWithoutTooltip);
  const tip = document.createElement("div");
  tip.className = "ch-tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  const holder = svg.closest<HTMLElement>(".figure") ?? svg.parentElement;
  holder?.append(tip);
  // Escape must be able to put the label away without moving the focus.
  const hide = (): void => { tip.hidden = true; };
  const show = (mark: SVGGElement): void => place(tip, mark, holder);
  const last = marks.filter((m) => m.classList.contains("ch-score")).at(-1) ?? marks[0];
  for (const mark of marks) {
    mark.setAttribute("tabindex", mark === last ? "0" : "-1");
    mark.addEventListener("pointerenter", () => show(mark));
    mark.addEventListener("pointerleave", hide);
    mark.addEventListener("focus", () => { rove(marks, mark); show(mark); });
    mark.addEventListener("blur", hide);
  }
  svg.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hide();
    const now = marks.find((m) => m === document.activeElement);
    const next = now && neighbour(marks, now, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

function rove(marks: SVGGElement[], active: SVGGElement): void {
  for (const mark of marks) mark.setAttribute("tabindex", mark === active ? "0" : "-1");
}

// Left and right walk within one row (scores, sessions); up and down change to the nearest mark of the other.
function neighbour(marks: SVGGElement[], from: SVGGElement, key: string): SVGGElement | undefined {
  const row = marks.filter((m) => m.parentNode === from.parentNode).sort((a, b) => middle(a) - middle(b));
  const at = row.indexOf(from);
  switch (key) {
    case "ArrowRight": return row[at + 1];
    case "ArrowLeft": return row[at - 1];
    case "Home": return row[0];
    case "End": return row.at(-1);
    case "ArrowUp":
    case "ArrowDown": return marks
      .filter((m) => m.parentNode !== from.parentNode)
      .sort((a, b) => Math.abs(middle(a) - middle(from)) - Math.abs(middle(b) - middle(from)))[0];
    default: return undefined;
  }
}

function box(mark: SVGGElement): DOMRect {
  return (mark.querySelector(".ch-dot, .ch-pin, .ch-cross, .ch-column") ?? mark).getBoundingClientRect();
}

function middle(mark: SVGGElement): number {
  const { left, width } = box(mark);
  return left + width / 2;
}

function place(tip: HTMLElement, mark: SVGGElement, holder: HTMLElement | null): void {
  if (!holder) return;
  tip.textContent = mark.getAttribute("aria-label");
  tip.hidden = false;
  const outer = holder.getBoundingClientRect();
  const { top } = box(mark);
  const left = middle(mark) - outer.left - tip.offsetWidth / 2;
  const held = Math.max(0, Math.min(left, outer.width - tip.offsetWidth));
  // Setting single properties through the object model is allowed by a policy that forbids style attributes.
  tip.style.left = `${held}px`;
  tip.style.top = `${top - outer.top - tip.offsetHeight - 8}px`;
}
