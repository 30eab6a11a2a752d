// One key leads where a link of the page leads: `data-key` on the link names it. A person whose
// hands or whose speech type by accident can switch the keys off (WCAG 2.1.4).

const offName = "keys";
const fields = "input, textarea, select, [contenteditable]";

// A menu closes on Escape before the key arrives at the document.
let wasOpen = false;
document.addEventListener(
  "keydown",
  () => {
    wasOpen = document.querySelector(":popover-open, dialog[open], details[open]") !== null;
  },
  { capture: true },
);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.isComposing || !areKeysOn()) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target instanceof Element && event.target.closest(fields)) return;
  // The signs stand on a shifted key in many layouts; a letter with Shift is something else.
  const isSign = event.key === "/" || event.key === "?";
  if (event.shiftKey && !isSign) return;
  if (follow(event.key)) event.preventDefault();
});

document.addEventListener("click", ({ target }) => {
  const opener = target instanceof Element && target.closest("[data-opens]");
  if (opener instanceof HTMLElement) openDialog(opener.dataset.opens ?? "");
});

/** Does what a key stands for; false when that is nothing here. */
function follow(key: string): boolean {
  if (key === "?") return openDialog("keys");
  if (key === "/") return focusSearch();
  // What is open comes first: Escape closes it, and no letter changes the page behind it.
  if (document.querySelector("dialog[open]")) return false;
  if (key === "Escape" && wasOpen) return false;
  const name = key.length === 1 ? key.toLowerCase() : key;
  const link = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(name)}"]`);
  link?.click();
  return link !== null;
}

/** The field of the list that is open, else that of the page. */
function focusSearch(): boolean {
  const search = "input[type=search]";
  const field =
    document.querySelector<HTMLElement>(`:is(dialog[open], :popover-open) ${search}`) ??
    document.querySelector<HTMLElement>('[data-key="/"]');
  if (!field) return false;
  if (field.matches(fields)) field.focus();
  else field.click();
  return true;
}

function openDialog(id: string): boolean {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || document.querySelector("dialog[open]"))
    return false;
  // Closed, a dialog gives the focus back: to the menu's own button, since the menu is closed.
  const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
  dialog.showModal();
  return true;
}

function areKeysOn(): boolean {
  try {
    return localStorage.getItem(offName) !== "off";
  } catch {
    return true;
  }
}

/** The switch in the help. */
export function keySwitch() {
  return {
    isOn: areKeysOn(),
    turn(this: { isOn: boolean }) {
      if (this.isOn) localStorage.removeItem(offName);
      else localStorage.setItem(offName, "off");
    },
  };
}
