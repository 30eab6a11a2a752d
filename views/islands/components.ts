/** What Alpine adds to a component's own fields. */
interface Magic {
  $refs: Record<string, HTMLElement>;
  $root: HTMLElement;
}

/** A `<details>` that closes by itself; `leave` also gives the focus back to what opened it. */
export function menu() {
  return {
    close(this: Magic) {
      this.$root.removeAttribute("open");
    },
    leave(this: Magic) {
      if (!this.$root.hasAttribute("open")) return;
      this.$root.removeAttribute("open");
      this.$refs.summary?.focus();
    },
  };
}

/** Prints the page as the report that views/styles/print.css makes of it. */
export function printer() {
  return {
    print() {
      window.print();
    },
  };
}

const copiedForMs = 2_000;

export function copyBox() {
  return {
    isCopied: false,
    async copy(this: Magic & { isCopied: boolean }) {
      const { text } = this.$refs;
      if (!text) return;
      this.isCopied = await copyText(text);
      setTimeout(() => {
        this.isCopied = false;
      }, copiedForMs);
    },
  };
}

/** Copies an element's text; a page over plain HTTP has no clipboard, so the text is selected. */
export async function copyText(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(element);
    return document.execCommand("copy");
  }
}

export function themeSwitch() {
  return {
    toggle(this: Magic) {
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      const root = document.documentElement;
      const next = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
      root.dataset.theme = next;
      // Whoever switches back to what the system says follows the system again.
      if (next === system) localStorage.removeItem("theme");
      else localStorage.setItem("theme", next);
      const { csrf } = this.$root.dataset;
      if (csrf) sendTheme(next === system ? "system" : next, csrf);
    },
  };
}

/** Stores the theme with the account; it gets there also when the page is left at once. */
function sendTheme(theme: string, csrf: string): void {
  const body = new URLSearchParams({ theme });
  const headers = { "x-csrf-token": csrf };
  // Offline, this page has it all the same.
  fetch("/account/theme", { method: "POST", body, headers, keepalive: true }).catch(() => {});
}

/** Proposes the browser's own time zone in a form that nobody has filled in yet. */
export function browserZone() {
  return {
    init(this: Magic) {
      const select = this.$root.querySelector<HTMLSelectElement>("select[name=timeZone]");
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const isListed = [...(select?.options ?? [])].some(({ value }) => value === timeZone);
      if (select && isListed) select.value = timeZone;
    },
  };
}

/** A moment that the server wrote in UTC, in the reader's own zone. */
export function localTime() {
  return {
    init(this: Magic) {
      const { lang } = document.documentElement;
      const at = new Date(this.$root.getAttribute("datetime") ?? "");
      const style = { dateStyle: "medium", timeStyle: "medium" } as const;
      this.$root.title = this.$root.textContent ?? "";
      this.$root.textContent = at.toLocaleString(lang === "en" ? "en-GB" : lang, style);
    },
  };
}
