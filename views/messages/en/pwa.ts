/** What the app on the phone says; two languages of it are in pwa.js, so it stays small. */
export const pwa = {
  offline: {
    title: "No connection to the server",
    text: "You may be offline, and this page is none of those that are kept on this device. It comes by itself once there is a connection.",
    /** Above figures that were kept. */
    note: "You are offline.",
    unreachable: "The server cannot be reached.",
    today: ({ time }: { time: string }) => `These are the figures of ${time}.`,
    earlier: ({ day, time }: { day: string; time: string }) =>
      `These are the figures of ${day}, ${time}.`,
    other: "They are the last ones seen, and not of the choice you asked for.",
    back: "The connection is back.",
    reload: "Show the latest figures",
  },
  update: {
    ready: "A new version is ready.",
    use: "Use it now",
  },
  install: {
    offer: "Your figures as an app on this device: opens in its own window, also offline.",
    install: "Install",
    onIphone: "Your figures as an app: tap Share, then “Add to Home Screen”.",
    how: "How it works",
    no: "No, thanks",
  },
  pull: {
    running: "The figures are being refreshed.",
    done: "The figures are up to date.",
    failed: "The figures could not be refreshed.",
  },
};
