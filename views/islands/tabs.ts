import { isOfNobody, onRequest } from "./htmx-context.ts";

// On a phone a row of tabs is wider than its card, and the current one may lie beyond its edge.

/** What of a row fades towards an edge: see scroll-edge.css. */
const edgePx = 36;

function showCurrent(): void {
  for (const row of document.querySelectorAll<HTMLElement>(".tabs, .tab-parts")) {
    const tab = row.querySelector("[aria-current]")?.getBoundingClientRect();
    const { left, right, width } = row.getBoundingClientRect();
    if (!tab || (tab.left >= left && tab.right <= right - edgePx)) continue;
    // In the middle, so that its neighbours are seen. Scrolling it into view would move the page, too.
    row.scrollLeft += tab.left + tab.width / 2 - (left + width / 2);
  }
}

onRequest("htmx:after:swap", (context) => {
  // Who looks through the tabs while the figures refresh themselves goes on looking.
  if (!isOfNobody(context)) showCurrent();
});
showCurrent();
