import { isBusy } from "./busy.ts";
import { removeNote, showNote } from "./note.ts";
import { languageTag, words } from "./pwa-words.ts";

// A page that the service worker had kept says of when it is; one that was open when the connection
// went says of when its figures are. What would move by itself is shown to stand still: pwa.css.

const name = "offline";
const askEveryMs = 10_000;
const root = document.documentElement;
const tryAgain = document.querySelector<HTMLElement>("#try-again");
const { keptAt, keptOther } = root.dataset;
let seenAt = new Date();
let isOffered = false;

/** Whether the page itself is one from before, rather than one whose connection went. */
const isFromBefore = keptAt !== undefined || tryAgain !== null;

export function watchConnection(): void {
  if (keptAt !== undefined) tellOffline(new Date(keptAt));
  document.addEventListener("htmx:after:swap", () => {
    if (navigator.onLine) seenAt = new Date();
  });
  addEventListener("offline", () => {
    if (!isFromBefore && document.querySelector("#figures")) tellOffline(seenAt);
  });
  tryAgain?.addEventListener("click", (event) => {
    event.preventDefault();
    loadAgain();
  });
  addEventListener("online", () => void lookForServer());
  document.addEventListener("visibilitychange", () => void lookForServer());
  // A server that was away sends no event when it is back, and may be so later than the connection.
  setInterval(() => void lookForServer(), askEveryMs);
}

function tellOffline(at: Date): void {
  root.dataset.offline = "";
  const { offline } = words;
  const why = navigator.onLine ? offline.unreachable : offline.note;
  const other = keptOther === undefined ? "" : ` ${offline.other}`;
  showNote({ name, text: `${why} ${ofWhen(at)}${other}` });
}

function ofWhen(at: Date): string {
  const { offline } = words;
  const time = at.toLocaleTimeString(languageTag, { hour: "2-digit", minute: "2-digit" });
  const isToday = at.toDateString() === new Date().toDateString();
  const day = at.toLocaleDateString(languageTag, { day: "numeric", month: "long" });
  return isToday ? offline.today({ time }) : offline.earlier({ day, time });
}

/** The connection may be back without the server, behind a hotel's own page for example. */
async function lookForServer(): Promise<void> {
  if (document.hidden || (!isFromBefore && root.dataset.offline === undefined)) return;
  try {
    const answer = await fetch("/health", { cache: "no-store" });
    if (!answer.ok) return;
  } catch {
    return;
  }
  if (!isFromBefore) {
    // Its stream comes back by itself, and brings what happened meanwhile.
    delete root.dataset.offline;
    removeNote(name);
  } else if (isBusy()) offerReload();
  else loadAgain();
}

/** Once: a note made anew would be read out again, and takes the focus from its button. */
function offerReload(): void {
  if (isOffered) return;
  isOffered = true;
  const { back, reload } = words.offline;
  showNote({ name, text: back, actions: [{ label: reload, isMain: true, run: loadAgain }] });
}

function loadAgain(): void {
  if (location.pathname === "/offline") location.assign("/");
  else location.reload();
}
