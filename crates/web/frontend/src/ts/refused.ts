// Entries that were made without a connection and refused later: shown with the reason until somebody enters them again or
// drops them. They stay on this device; nothing of them is on record.

export interface Tap {
  url: string;
  body: string;
}

interface Refused extends Tap {
  why: string;
}

const PLACE = "evenkeel.taps.refused";
/** Fields that say nothing to a person. */
const SILENT = ["key", "date", "at", "deed"];

function list(): Refused[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(kept) ? (kept as Refused[]) : [];
  } catch {
    return [];
  }
}

function keep(refused: Refused[]): void {
  if (refused.length === 0) localStorage.removeItem(PLACE);
  else localStorage.setItem(PLACE, JSON.stringify(refused));
}

/** What the page that came back says is wrong. */
export function reasons(page: Document): string {
  const told = [...page.querySelectorAll(".banner[role=alert] li, main .problem")].map((line) => line.textContent?.trim() ?? "");
  return told.filter((line) => line !== "").join(" ") || "It was not taken.";
}

export function refuse(tap: Tap, why: string): void {
  keep([...list(), { ...tap, why }]);
}

function path(tap: Tap): string {
  return new URL(tap.url, location.href).pathname;
}

/** "read, 12:40: systolic 80, diastolic 120". */
function said(tap: Tap): string {
  const pairs = new URLSearchParams(tap.body);
  const at = new Date(pairs.get("at") ?? "");
  const time = Number.isNaN(at.getTime()) ? "" : `, ${at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`;
  const values = [...pairs].filter(([name, value]) => !SILENT.includes(name) && value !== "");
  const words = values.map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`).join(", ");
  return `${(pairs.get("deed") ?? "entry").replaceAll("_", " ")}${time}${words ? `: ${words}` : ""}`;
}

/** Puts what was typed back into the form it came from; answers whether that form is on this page. */
function refill(document: Document, tap: Tap): boolean {
  const pairs = new URLSearchParams(tap.body);
  const forms = [...document.querySelectorAll<HTMLFormElement>("form[data-tap]")];
  const form = forms.find((one) => new FormData(one).get("deed") === pairs.get("deed") && new URL(one.action).pathname === path(tap));
  if (!form) return false;
  let first: HTMLElement | undefined;
  for (const [name, value] of pairs) {
    if (SILENT.includes(name)) continue;
    for (const field of form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else if (field.type !== "hidden") field.value = value;
      first ??= field;
    }
  }
  first?.focus();
  return true;
}

/** Shows them at the head of the page. */
export function showRefused(document: Document): void {
  document.getElementById("refused")?.remove();
  const refused = list();
  const main = document.querySelector("main");
  if (refused.length === 0 || !main) return;
  const box = document.createElement("section");
  box.id = "refused";
  box.className = "banner bad";
  box.setAttribute("aria-labelledby", "refused-head");
  const head = document.createElement("h2");
  head.id = "refused-head";
  head.textContent = "Entered without a connection, and refused: not on record";
  const lines = document.createElement("ul");
  lines.className = "plain";
  refused.forEach((tap, index) => lines.append(line(document, tap, index)));
  box.append(head, lines);
  main.prepend(box);
}

function line(document: Document, tap: Refused, index: number): HTMLElement {
  const item = document.createElement("li");
  const words = document.createElement("p");
  words.textContent = `${said(tap)}. ${tap.why}`;
  const actions = document.createElement("p");
  actions.className = "actions";
  const without = () => list().filter((_, n) => n !== index);
  if (path(tap) === location.pathname) {
    actions.append(button(document, "Enter it again", () => {
      if (!refill(document, tap)) return;
      keep(without());
      showRefused(document);
    }));
  } else {
    const way = document.createElement("a");
    way.className = "btn";
    way.href = path(tap);
    way.textContent = "Open the session";
    actions.append(way);
  }
  actions.append(button(document, "Drop it", () => {
    keep(without());
    showRefused(document);
  }));
  item.append(words, actions);
  return item;
}

function button(document: Document, words: string, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}
