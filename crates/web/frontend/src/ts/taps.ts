// Taps at the chair are sent at once. Where no answer comes, because there is no connection or the server is down, they wait
// on this device and are sent once: the key of the form goes along, so that a tap that arrived after all is not kept twice.
import { now, redraw, strip } from "./live";
import { reasons, refuse, showRefused, type Tap } from "./refused";

const PLACE = "evenkeel.taps";
const TRY_EVERY_MS = 5000;
/** How long an answer may take before the tap counts as not arrived. */
const PATIENCE_MS = 10_000;
/** After how long it is said that it is still being sent. */
const SLOW_MS = 1500;

function waiting(): Tap[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(kept) ? (kept as Tap[]) : [];
  } catch {
    return [];
  }
}

function keep(taps: Tap[]): void {
  if (taps.length === 0) localStorage.removeItem(PLACE);
  else localStorage.setItem(PLACE, JSON.stringify(taps));
}

function say(document: Document, words: string): void {
  const place = strip(document);
  place.textContent = words;
  place.hidden = words === "";
}

function tell(document: Document): void {
  const left = waiting().length;
  if (left > 0) say(document, `No connection: ${left} ${left === 1 ? "entry waits" : "entries wait"} on this device and will be sent.`);
}

/** The answer, or nothing where none came: no connection, a dead server, one that does not answer in time. */
async function post(tap: Tap): Promise<{ response: Response; page: Document } | undefined> {
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(tap.url, { method: "POST", headers, body: tap.body, signal });
    if (response.status >= 500) return undefined;
    return { response, page: new DOMParser().parseFromString(await response.text(), "text/html") };
  } catch {
    return undefined;
  }
}

let sending = false;

/** Sends what waits, in order. One that is refused is shown until a person has seen to it, so that nothing is lost. */
async function sendWaiting(document: Document): Promise<void> {
  if (sending) return;
  sending = true;
  let sent = 0;
  for (let taps = waiting(); taps.length > 0; taps = waiting()) {
    const first = taps[0];
    const answer = first && (await post(first));
    if (!first || !answer || answer.response.url.includes("/sign-in")) break;
    if (answer.response.status >= 400) refuse(first, reasons(answer.page));
    keep(waiting().slice(1));
    sent += 1;
  }
  sending = false;
  if (sent === 0 || waiting().length > 0) return;
  await redraw(document).then(() => (strip(document).hidden = true), () => {});
  showRefused(document);
}

/** A tap as it was made: what it sends, and when. */
interface Made {
  form: HTMLFormElement;
  url: string;
  pairs: URLSearchParams;
  at: number;
}

/** Two buttons of one form are two taps: each has a key of its own. */
function made(form: HTMLFormElement, by: HTMLElement | null): Made {
  const data = new FormData(form, by as HTMLButtonElement | null);
  const pairs = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") pairs.append(name, value);
  const word = button(by);
  if (word) pairs.set("key", `${pairs.get("key") ?? ""}-${word}`);
  return { form, url: form.action, pairs, at: now() };
}

function button(by: HTMLElement | null): string {
  return (by as HTMLButtonElement | null)?.value ?? "";
}

/** The tap waits on this device, at the time at which it was made. */
function wait(document: Document, tap: Made): void {
  tap.pairs.set("at", new Date(tap.at).toISOString());
  keep([...waiting(), { url: tap.url, body: tap.pairs.toString() }]);
  tap.form.reset();
  tell(document);
}

/** Shows the page that came back, as a plain form would: its problems, or what is on record now. */
function show(document: Document, response: Response, page: Document): void {
  const [main, fresh] = [document.querySelector("main"), page.querySelector("main")];
  const here = new URL(response.url).pathname === location.pathname;
  if (!main || !fresh || (!here && response.ok)) {
    location.assign(response.url);
    return;
  }
  // A refused form of another page stands at its own address.
  if (!here) history.pushState(null, "", response.url);
  document.title = page.title;
  say(document, "");
  main.replaceWith(document.importNode(fresh, true));
  const head = [document.getElementById("waiting"), page.getElementById("waiting")] as const;
  if (head[0] && head[1]) head[0].replaceWith(document.importNode(head[1], true));
  document.dispatchEvent(new CustomEvent("htmx:after:swap"));
  showRefused(document);
  document.querySelector<HTMLElement>("main [autofocus]")?.focus();
  window.scrollTo(0, 0);
}

async function send(document: Document, tap: Made): Promise<void> {
  if (!navigator.onLine || waiting().length > 0) {
    wait(document, tap);
    if (navigator.onLine) void sendWaiting(document);
    return;
  }
  tap.form.classList.add("sending");
  const slow = setTimeout(() => say(document, "Sending. If no answer comes, the entry waits on this device."), SLOW_MS);
  const answer = await post({ url: tap.url, body: tap.pairs.toString() });
  clearTimeout(slow);
  tap.form.classList.remove("sending");
  if (answer) show(document, answer.response, answer.page);
  else wait(document, tap);
}

/** Taps go out one after the other, in the order in which they were made. */
let line: Promise<unknown> = Promise.resolve();

export function sendTaps(document: Document): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement | null;
    if (!form?.matches("form[data-tap]")) return;
    event.preventDefault();
    // The same button once more is the same tap; another one is the next, and none is lost.
    const word = button(event.submitter);
    if (form.dataset["sending"] === word) return;
    form.dataset["sending"] = word;
    const tap = made(form, event.submitter);
    line = line.then(() => send(document, tap)).finally(() => delete form.dataset["sending"]);
  });
  tell(document);
  showRefused(document);
  setInterval(() => {
    if (waiting().length > 0) void sendWaiting(document);
  }, TRY_EVERY_MS);
  window.addEventListener("online", () => void sendWaiting(document));
  // After the other words of the lost connection.
  window.addEventListener("offline", () => setTimeout(() => tell(document)));
}
