import { onRequest } from "./htmx-context.ts";

// Whoever works with the keyboard goes on where they were: what had the focus may have gone with
// the swap (a row that is now a filter, the last step of the arrows), or stand in a menu that is
// closed by it.

interface Focused {
  element: HTMLElement;
  /** The nearest part of the page that will be there after the swap, too. */
  regionId: string;
  name: string;
  /** Which one it was of what can have the focus there. */
  place: number;
}

const focusable = "a[href], button:not([disabled]), input:not([type=hidden]), select, summary";
let before: Focused | null = null;

onRequest("htmx:before:swap", () => {
  const element = document.activeElement;
  const region = element?.parentElement?.closest("[id]");
  if (!region || !(element instanceof HTMLElement)) {
    before = null;
    return;
  }
  const place = candidatesIn(region).indexOf(element);
  before = { element, regionId: region.id, name: nameOf(element), place };
});

onRequest("htmx:after:swap", () => {
  if (before) restore(before);
  before = null;
});

function restore({ element, regionId, name, place }: Focused): void {
  const now = document.activeElement;
  if (now && now !== document.body && now.checkVisibility()) return;
  const summary = element.closest("details")?.querySelector("summary");
  if (summary?.checkVisibility()) {
    summary.focus({ preventScroll: true });
    return;
  }
  const region = document.getElementById(regionId);
  if (!region) return;
  const candidates = candidatesIn(region);
  const same = candidates.find((candidate) => nameOf(candidate) === name);
  (same ?? candidates[place] ?? candidates.at(-1))?.focus({ preventScroll: true });
}

function candidatesIn(region: Element): HTMLElement[] {
  return [...region.querySelectorAll<HTMLElement>(focusable)].filter((one) =>
    one.checkVisibility(),
  );
}

function nameOf(element: HTMLElement): string {
  return element.getAttribute("aria-label") ?? element.textContent ?? "";
}
