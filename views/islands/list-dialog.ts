import htmx from "htmx.org";
import { isOfNobody, onRequest } from "./htmx-context.ts";

// A list opens over the dashboard as a modal dialog under its own address. Closing it goes back to
// the address below, Back closes it, and neither asks for the dashboard again, which is still there.
// Forward opens it over that dashboard again; over any other one the list is a page.

const dialogOf = () => document.querySelector<HTMLDialogElement>("#list-dialog");
const here = () => location.pathname + location.search;
/** The address of the dashboard below the dialog, and the link that opened it. */
let below = "";
let openerId = "";
/** The address at which the dialog was last, and that of the page without one. */
let above = "";
let shown = here();

interface BeforeSwap {
  ctx: { sourceElement: Element };
}

document.addEventListener("htmx:before:swap", (event) => {
  const { sourceElement } = (event as CustomEvent<BeforeSwap>).detail.ctx;
  if (!sourceElement.matches("[data-list]")) return;
  below = here();
  openerId = sourceElement.id;
});

document.addEventListener("htmx:after:swap", () => {
  const dialog = dialogOf();
  if (!dialog || dialog.open) return;
  const { dashboard } = dialog.dataset;
  dialog.addEventListener("close", () => leave(dialog, dialog.dataset.dashboard === dashboard));
  dialog.addEventListener("click", ({ target }) => {
    // The dialog's own content covers all of it, so that only its backdrop is left.
    if (target === dialog) dialog.close();
  });
  dialog.showModal();
  dialog.querySelector("h2")?.focus();
});

onRequest("htmx:after:swap", (context) => {
  if (dialogOf()) above = here();
  else if (!isOfNobody(context)) shown = here();
});

function leave(dialog: HTMLDialogElement, isAsBefore: boolean): void {
  // What closed it may have been Back itself, or that it was replaced.
  if (!dialog.isConnected || here() === below) return;
  if (isAsBefore) {
    history.back();
    return;
  }
  // A filter was taken away in it, so the dashboard becomes the one without that.
  const { dashboard = "" } = dialog.dataset;
  const options = { target: "#dashboard", swap: "outerMorph", replace: "true", push: "false" };
  void htmx.ajax("GET", dashboard, options as object);
}

document.addEventListener("htmx:before:history:restore", (event) => {
  const dialog = dialogOf();
  if (!dialog && here() === above && shown === below) {
    event.preventDefault();
    const options = { target: "#list-place", swap: "innerHTML", push: "false" };
    void htmx.ajax("GET", above, options as object);
    return;
  }
  if (!dialog || here() !== below) return;
  event.preventDefault();
  dialog.close();
  dialog.remove();
  focusOpener();
  // A browser that knows the Navigation API puts the focus on the page itself afterwards.
  window.navigation?.addEventListener("navigatesuccess", focusOpener, { once: true });
});

function focusOpener(): void {
  document.getElementById(openerId)?.focus({ preventScroll: true });
}
