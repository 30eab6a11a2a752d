/** Whether somebody is in the middle of something that a reload would take away. */
export function isBusy(): boolean {
  if (document.querySelector("dialog[open], details.menu[open], :popover-open")) return true;
  const fields = document.querySelectorAll<HTMLInputElement>("form input, form textarea");
  return [...fields].some((field) => field.value !== field.defaultValue);
}
