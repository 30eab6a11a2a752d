// A list opens over the dashboard as a modal dialog under its own address. Closing it goes back to
// the address below, Back closes it, and neither asks for the dashboard again, which is still there.

const dialogOf = () => document.querySelector<HTMLDialogElement>("#list-dialog");
const here = () => location.pathname + location.search;
/** The address of the dashboard below the dialog. */
let below = "";
let openerId = "";

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
  dialog.addEventListener("close", () => {
    // What closed it may have been Back itself.
    if (dialog.isConnected && here() !== below) history.back();
  });
  dialog.addEventListener("click", ({ target }) => {
    // The dialog's own content covers all of it, so that only its backdrop is left.
    if (target === dialog) dialog.close();
  });
  dialog.showModal();
  dialog.querySelector("h2")?.focus();
});

document.addEventListener("htmx:before:history:restore", (event) => {
  const dialog = dialogOf();
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
