import { daysWith, isRegular } from "./install-days.ts";
import { isFiguresPage } from "./kept-pages.ts";
import { removeNote, showNote } from "./note.ts";
import { words } from "./pwa-words.ts";
import { isStandalone } from "./standalone.ts";

// The app is offered to who comes regularly, once: whatever the answer is, it is the last word.

const name = "install";
const daysKey = "days-of-use";
const answerKey = "install-answer";

/** What Chromium keeps for us until the app is to be installed; pwa-loader.ts has caught it. */
interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

export function offerInstall(): void {
  try {
    addEventListener("appinstalled", endOffer);
    if (isStandalone() || !isFiguresPage(location.pathname)) return;
    if (localStorage.getItem(answerKey) !== null || !isRegularUse()) return;
    const { installOffer } = window as { installOffer?: InstallOffer };
    if (installOffer) tellOf(installOffer);
    else if ("standalone" in navigator && "ontouchend" in document) tellOnIphone();
    else
      addEventListener("beforeinstallprompt", (event) => tellOf(event as InstallOffer), {
        once: true,
      });
  } catch {
    // Storage can be refused altogether; then nothing could be remembered, and nothing is offered.
  }
}

function isRegularUse(): boolean {
  // A day as the person has it, such as 2026-11-27.
  const today = new Date().toLocaleDateString("sv-SE");
  const days = daysWith(today, localStorage.getItem(daysKey));
  localStorage.setItem(daysKey, days.join(" "));
  return isRegular(days);
}

function tellOf(offer: InstallOffer): void {
  const { install } = words;
  const run = () => {
    endOffer();
    // The browser asks once more, and no there is a no as well.
    void offer.prompt();
  };
  const actions = [noThanks(), { label: install.install, isMain: true, run }];
  showNote({ name, text: install.offer, actions });
}

/** Safari offers nothing by itself and has no word for it: the way leads through its own menu. */
function tellOnIphone(): void {
  const { onIphone, how } = words.install;
  const link = { label: how, href: "/docs/app" };
  showNote({ name, text: onIphone, link, actions: [noThanks()] });
}

function noThanks() {
  return { label: words.install.no, run: endOffer };
}

function endOffer(): void {
  localStorage.setItem(answerKey, "given");
  removeNote(name);
}
