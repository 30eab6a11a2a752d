import { foldText } from "#src/lib/fold.ts";

interface Magic {
  $root: HTMLElement;
}

const entries = "[data-search]";

/**
 * A list of sites, on their page and in the switcher: typing filters, arrows move, and Enter goes to
 * the first that is left. The server has written each entry's name and domain into `data-search`.
 */
export function siteList() {
  return {
    init(this: Magic) {
      const { $root } = this;
      const menu = $root.closest("details");
      menu?.addEventListener("toggle", () => {
        // Closed and opened again at once is told as one event.
        filterBy($root, "");
        if (menu.open) opened($root);
      });
    },
    filter(this: Magic) {
      filterBy(this.$root, fieldOf(this.$root)?.value ?? "");
    },
    move(this: Magic, event: KeyboardEvent) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (moveFocus(this.$root, event.key, event.target)) event.preventDefault();
      // What is typed on an entry goes into the field; it is none of the page's keys.
      else if (event.key.length === 1 && event.key !== " " && this.$root.closest("details")) {
        fieldOf(this.$root)?.focus();
        if (fieldOf(this.$root)) event.stopPropagation();
      }
    },
  };
}

const fieldOf = (root: HTMLElement) => root.querySelector<HTMLInputElement>("input[type=search]");

function filterBy(root: HTMLElement, text: string): void {
  const field = fieldOf(root);
  if (field && field.value !== text) field.value = text;
  const wanted = foldText(text);
  let found = 0;
  for (const entry of root.querySelectorAll<HTMLElement>(entries)) {
    entry.hidden = !foldText(entry.dataset.search ?? "").includes(wanted);
    if (!entry.hidden) found += 1;
  }
  const none = root.querySelector<HTMLElement>("[data-none]");
  if (none) none.hidden = found > 0;
}

/** Whoever opens the switcher types at once, or begins at the site that they are at. */
function opened(root: HTMLElement): void {
  const current = root.querySelector<HTMLElement>("[aria-current]");
  current?.scrollIntoView({ block: "nearest" });
  (fieldOf(root) ?? current ?? linksOf(root)[0])?.focus({ preventScroll: true });
}

/** The links that are left, in their order. */
function linksOf(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(entries)]
    .filter(({ hidden }) => !hidden)
    .flatMap((entry) => (entry.matches("a") ? entry : (entry.querySelector("a") ?? [])));
}

/** Moves the focus by a key, or follows a link; false when the key does neither here. */
function moveFocus(root: HTMLElement, key: string, target: EventTarget | null): boolean {
  const links = linksOf(root);
  const field = fieldOf(root);
  const isInField = target === field;
  if (key === "Enter") {
    // In a form the field is sent, as without scripts.
    if (!isInField || field?.form || !links[0]) return false;
    links[0].click();
    return true;
  }
  const place = links.indexOf(target as HTMLElement);
  let next: HTMLElement | null | undefined;
  if (key === "ArrowDown") next = links[place + 1];
  else if (key === "ArrowUp") next = place > 0 ? links[place - 1] : field;
  else if (key === "Home" && !isInField) next = links[0];
  else if (key === "End" && !isInField) next = links.at(-1);
  else return false;
  next?.focus();
  return next !== undefined;
}
