export const mails = {
  title: "Mails",
  mail: "Mail",
  by: ({ carrier }: { carrier: string }) => `by ${carrier}`,
  notSetUp: "not set up",
  waiting: ({ count }: { count: string }) => `${count} waiting`,
  all: "Show the mails",
  back: "All mails",
  setUp:
    "Nothing is sent yet. To send mails, the server needs SMTP_URL or RESEND_API_KEY, and MAIL_FROM and PUBLIC_URL with it. Until then you can open a mail here and hand over yourself what it says.",
  empty: "No mails yet",
  emptyAbout:
    "Invitations, links for a new password and reports stand here, with what became of them. They are forgotten after 30 days.",
  queued: "When",
  about: "About",
  recipient: "To",
  state: "State",
  tries: "Tries",
  answer: "Last answer",
  nextTry: "Next try",
  sentAt: "Sent",
  kinds: {
    invitation: "Invitation",
    password_reset: "New password",
    password_changed: "Password changed",
    report: "Report",
    alert: "Alert",
  },
  states: {
    waiting: "Waiting",
    sent: "Sent",
    failed: "Not sent",
    unknown: "Perhaps sent",
    needless: "Not needed",
  },
  statesAbout: {
    waiting: "It is sent at its next try.",
    waitingForMail: "It waits until the server can send mails, for a day at most from then on.",
    sent: "The mail server has taken it. What it said is not kept.",
    failed: "It is not tried again by itself.",
    unknown:
      "The mail server has not said whether it took it, so it is not sent again: it could come twice.",
    needless: "There was nobody any more whom it concerned, or its link was handed over by hand.",
  },
  reasons: {
    too_old: "It could not be sent for a day",
    unwritable: "It could not be written; the log of the server tells why",
    given_up: "An admin gave it up",
  },
  retry: "Try again now",
  requeue: "Put it back in line",
  retried: "It is being tried again.",
  giveUp: "Give it up",
  gaveUp: "It is not sent any more.",
  preview: "What it says",
  previewAbout:
    "As it would be written now. The link of an invitation or a new password is only made when the mail goes.",
  noPreview: "There is nobody any more whom this mail concerns, so it will not be sent.",
  link: "Hand the link over yourself",
  linkAbout:
    "This makes the link of this mail and shows it once, for you to pass on. Links made before end, and the mail is not sent any more.",
  linkNow: "Make the link",
  test: {
    title: "Send a test mail",
    about: "It goes at once, and you see what the mail server says.",
    notSetUp:
      "No mails can be sent: the server needs SMTP_URL or RESEND_API_KEY, and MAIL_FROM and PUBLIC_URL with it.",
    address: "To",
    send: "Send",
    invalid: "Enter an e-mail address, such as anna@example.com.",
    sent: ({ carrier, email }: { carrier: string; email: string }) =>
      `${carrier} has taken the mail to ${email}. Its answer:`,
    refused: ({ email }: { email: string }) => `The mail to ${email} was not sent. The answer:`,
    unknown: ({ email }: { email: string }) =>
      `The mail to ${email} was handed over, but nothing came back, so it may or may not arrive:`,
  },
};
