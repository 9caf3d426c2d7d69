// Taps at the chair are sent at once; without a connection they wait on this device and are sent once. The key of the form
// goes along, so that a tap that arrived after all is not kept twice.
import { now, redraw, strip } from "./live";

interface Waiting {
  url: string;
  body: string;
}

const PLACE = "evenkeel.taps";
const TRY_EVERY_MS = 5000;

function waiting(): Waiting[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "[]");
    return Array.isArray(kept) ? (kept as Waiting[]) : [];
  } catch {
    return [];
  }
}

function keep(taps: Waiting[]): void {
  if (taps.length === 0) localStorage.removeItem(PLACE);
  else localStorage.setItem(PLACE, JSON.stringify(taps));
}

function tell(document: Document): void {
  const left = waiting().length;
  const place = strip(document);
  if (left === 0) return;
  place.textContent = `No connection: ${left} ${left === 1 ? "entry waits" : "entries wait"} on this device and will be sent.`;
  place.hidden = false;
}

function post(tap: Waiting): Promise<Response> {
  const headers = { "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
  return fetch(tap.url, { method: "POST", headers, body: tap.body });
}

/** Sends what waits, in order. One that is refused stays, so that a person sees it and nothing is lost. */
async function sendWaiting(document: Document): Promise<void> {
  let sent = 0;
  for (let taps = waiting(); taps.length > 0; taps = waiting()) {
    const first = taps[0];
    if (!first) return;
    let response: Response;
    try {
      response = await post(first);
    } catch {
      break;
    }
    if (response.status >= 500 || response.url.includes("/sign-in")) break;
    if (response.status >= 400) {
      const place = strip(document);
      place.textContent = "An entry made without a connection was refused. Open the session and enter it again.";
      place.hidden = false;
      const held = JSON.parse(localStorage.getItem(`${PLACE}.refused`) ?? "[]") as Waiting[];
      localStorage.setItem(`${PLACE}.refused`, JSON.stringify([...held, first]));
    }
    keep(taps.slice(1));
    sent += 1;
  }
  if (sent > 0 && waiting().length === 0) await redraw(document).then(() => (strip(document).hidden = true), () => {});
}

function body(form: HTMLFormElement, by: HTMLElement | null): string {
  const data = new FormData(form, by as HTMLButtonElement | null);
  const pairs = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") pairs.append(name, value);
  pairs.set("at", new Date(now()).toISOString());
  return pairs.toString();
}

export function sendTaps(document: Document): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement | null;
    if (!form?.matches("form[data-tap]")) return;
    // With a connection the form goes its plain way; only without one it waits here.
    if (navigator.onLine) return;
    event.preventDefault();
    keep([...waiting(), { url: form.action, body: body(form, event.submitter) }]);
    form.reset();
    tell(document);
  });
  tell(document);
  setInterval(() => {
    if (waiting().length > 0) void sendWaiting(document);
  }, TRY_EVERY_MS);
  window.addEventListener("online", () => void sendWaiting(document));
  // After the other words of the lost connection.
  window.addEventListener("offline", () => setTimeout(() => tell(document)));
}
