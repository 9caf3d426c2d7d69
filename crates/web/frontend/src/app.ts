// Everything here only makes pages nicer: each of them works without script.
import { enhanceCharts } from "./ts/chart";
import { enhanceDisclosures } from "./ts/disclosure";
import { dragBookings } from "./ts/drag";
import { listenForKeys } from "./ts/keys";
import { runClocks, watch } from "./ts/live";
import { sendTaps } from "./ts/taps";

function enhance(): void {
  enhanceCharts(document);
  enhanceDisclosures(document);
}

enhance();
listenForKeys(document);
runClocks(document);
watch(document);
sendTaps(document);
dragBookings(document);
// Partials that htmx swaps in bring charts and forms of their own.
document.addEventListener("htmx:after:swap", enhance);
