import { plural } from "#views/messages/plural.ts";

export const passwords = {
  forgot: "Forgot your password?",
  about: "Tell us your address, and a link that sets a new password is sent to it.",
  send: "Send the link",
  sentTitle: "Look into your mailbox",
  sent: "If there is an account with this address, a mail is on its way. Its link works once, for 30 minutes.",
  sentNothing:
    "Nothing there after a few minutes? Look among the unwanted mails, or check how the address is written and ask again.",
  askAgain: "Ask again",
  backToSignIn: "Back to the sign-in",
  noMail:
    "This server sends no mails. Ask the person who gave you access: they can hand you a link that sets a new password.",
  noMailAdmin: "If it is your own server, this command sets one and prints it:",
  command: "Command that sets a new password",
  waitFor: ({ seconds }: { seconds: number }) =>
    `This was asked for too often. Try again in ${seconds} ${plural("en", seconds, { one: "second", other: "seconds" })}.`,
  newTitle: "Set a new password",
  newAbout: ({ name }: { name: string }) =>
    `Hello ${name}. As soon as it is set, you are signed out everywhere else.`,
  welcomeTitle: ({ name }: { name: string }) => `Welcome, ${name}`,
  welcomeAbout: "Choose a password, and you are in.",
  newPassword: "New password",
  set: "Set the password",
  overTitle: "This link no longer works",
  over: "It has been used already, its time is over, or a newer one has taken its place. That is soon mended:",
  newLink: "Get a new link",
};
