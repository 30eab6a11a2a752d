export const unsubscribe = {
  kinds: { weekly: "the weekly report", monthly: "the monthly report", alert: "alerts" },
  title: "Unsubscribe",
  ask: ({ what, address }: { what: string; address: string }) =>
    `Stop sending ${what} to ${address}?`,
  stop: "Unsubscribe",
  doneTitle: "You are unsubscribed",
  done: ({ what, address }: { what: string; address: string }) =>
    `We no longer send ${what} to ${address}.`,
  again:
    "If you change your mind, this button turns it on again. It works as long as you keep the mail.",
  againAccount: "You can also choose your mails on the page of your account.",
  resume: "Subscribe again",
  resumedTitle: "You are subscribed again",
  resumed: ({ what, address }: { what: string; address: string }) =>
    `We send ${what} to ${address} again.`,
};
