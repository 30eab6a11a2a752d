// The figures change after the page came, by what is chosen on it and by themselves: what was last
// seen is kept anew when the page is left. The worker decides whether that is worth a request.

export function keepSeen(registration: ServiceWorkerRegistration): void {
  const keep = () => {
    // What is shown may be a page from before, or what was there when the connection went.
    const { keptAt, offline } = document.documentElement.dataset;
    if (keptAt !== undefined || offline !== undefined) return;
    const address = location.pathname + location.search;
    registration.active?.postMessage({ kind: "keep", address });
  };
  // The page that brought the worker has not come through it.
  void navigator.serviceWorker.ready.then(keep);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep();
  });
}
