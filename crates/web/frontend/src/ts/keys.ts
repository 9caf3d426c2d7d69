// Keys of the staff's pages, as long as nobody is typing: "/" search, "n" new vitals, "1" to "9" a chair, "?" what there is.

const HELP = "Keys: / search · n new vitals · 1 to 9 open the session at that chair · ? this line";

export function listenForKeys(document: Document): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element | null)?.closest("input, textarea, select, [contenteditable]")) return;
    if (act(document, event.key)) event.preventDefault();
  });
}

function act(document: Document, key: string): boolean {
  if (key === "/") return focus(document.querySelector<HTMLElement>(".top-search input"));
  if (key === "n") return focus(document.querySelector<HTMLElement>("form[data-vitals] input[type=text]"));
  if (key === "?") return help(document);
  if (/^[1-9]$/.test(key)) {
    const chair = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
    chair?.click();
    return chair !== null;
  }
  return false;
}

function focus(field: HTMLElement | null): boolean {
  field?.focus();
  return field !== null;
}

function help(document: Document): boolean {
  const place = document.querySelector(".foot");
  if (!place) return false;
  const line = document.getElementById("keys") ?? document.createElement("p");
  line.id = "keys";
  line.setAttribute("role", "status");
  line.textContent = HELP;
  place.append(line);
  line.scrollIntoView({ block: "nearest" });
  return true;
}
