import { isBusy } from "./busy.ts";
import { showNote } from "./note.ts";
import { words } from "./pwa-words.ts";

// A new version waits until it is asked for, or until no page of the old one is open any more.

const lookEveryMs = 3_600_000;
let isAskedFor = false;

export function watchUpdates(registration: ServiceWorkerRegistration): void {
  const { serviceWorker } = navigator;
  // Without a worker before it, it is the first one and not a new one.
  const isFirst = !registration.active;
  tellOf(registration);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => tellOf(registration));
  });
  if (!isFirst) serviceWorker.addEventListener("controllerchange", followNew, { once: true });
  lookNowAndThen(registration);
}

function tellOf({ waiting, active }: ServiceWorkerRegistration): void {
  if (!waiting || !active) return;
  const { ready, use } = words.update;
  const run = () => {
    isAskedFor = true;
    // A page that came before any worker has none, and so is not told that it is another.
    if (!navigator.serviceWorker.controller) {
      // Where no page has the old worker, the new one need not wait and may be at work already.
      if (waiting.state !== "installed") return location.reload();
      waiting.addEventListener("statechange", () => location.reload(), { once: true });
    }
    waiting.postMessage({ kind: "take-over" });
  };
  showNote({ name: "update", text: ready, actions: [{ label: use, isMain: true, run }] });
}

/** The old bundles go with the old worker, so a page that still has them is loaded anew, once. */
function followNew(): void {
  if (isAskedFor || !isBusy()) {
    location.reload();
    return;
  }
  const { ready, use } = words.update;
  const run = () => location.reload();
  showNote({ name: "update", text: ready, actions: [{ label: use, isMain: true, run }] });
}

/** The browser looks when a page is loaded, and an app on a phone may stay open for days. */
function lookNowAndThen(registration: ServiceWorkerRegistration): void {
  let lookedAtMs = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - lookedAtMs < lookEveryMs) return;
    lookedAtMs = Date.now();
    // Offline there is none to be had.
    registration.update().catch(() => {});
  });
}
