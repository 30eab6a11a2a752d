// What makes an app of the page comes after everything that a person waits for.

addEventListener("beforeinstallprompt", (event) => {
  // The browser's own offer would come at once; pwa.js makes it later, and once.
  event.preventDefault();
  Object.assign(window, { installOffer: event });
});

addEventListener("load", () => {
  // Safari has no requestIdleCallback.
  (window.requestIdleCallback ?? setTimeout)(() => {
    const script = document.createElement("script");
    script.src = document.body.dataset.pwaSrc ?? "";
    document.head.append(script);
  });
});
