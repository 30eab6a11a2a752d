/** Whether somebody is in the middle of something that a reload would take away. */
export function isBusy(): boolean {
  if (document.querySelector("dialog[open], details.menu[open], :popover-open")) return true;
  return [...document.forms].some((form) => [...form.elements].some(isChanged));
}

function isChanged(field: Element): boolean {
  if (field instanceof HTMLSelectElement) {
    // The browser chooses the first where the page chooses none.
    const chosen = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(chosen, 0);
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement)) return false;
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}
