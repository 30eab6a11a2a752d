import { copyText } from "./components.ts";

const toldForMs = 3_000;

/**
 * Hands the address of the page as it is to whatever the device shares with; where that is nothing,
 * copies it and says so.
 */
export function sharer() {
  return {
    isIdle: true,
    isCopied: false,
    isRefused: false,
    async share() {
      if (await shareAddress()) return;
      this.isCopied = await copyAddress();
      this.isRefused = !this.isCopied;
      this.isIdle = false;
      setTimeout(() => {
        this.isCopied = false;
        this.isRefused = false;
        this.isIdle = true;
      }, toldForMs);
    },
  };
}

/** False where there is nothing to share with; whoever shuts that again wants no copy either. */
async function shareAddress(): Promise<boolean> {
  if (!navigator.share) return false;
  try {
    await navigator.share({ title: document.title, url: location.href });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}

/** What is copied stands in the page for that moment: without a clipboard it has to be selected. */
async function copyAddress(): Promise<boolean> {
  const text = document.createElement("span");
  text.className = "sr-only";
  text.textContent = location.href;
  document.body.append(text);
  const isCopied = await copyText(text);
  text.remove();
  return isCopied;
}
