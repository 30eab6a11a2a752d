import { plural } from "#views/messages/plural.ts";

export const account = {
  setUpTitle: "Set up Tracker Analytics",
  setUpAbout: "You are the first here: this account will manage sites and people.",
  signInTitle: "Sign in",
  name: "Name",
  email: "E-mail address",
  password: "Password",
  passwordHint: "At least 8 characters; a few words in a row are good.",
  createAccount: "Create the account",
  signIn: "Sign in",
  errors: {
    name_missing: "Tell us what to call you.",
    email_invalid: "This is not an e-mail address.",
    password_short: "At least 8 characters are needed.",
    password_long: "At most 128 characters are possible.",
    password_common: "This password is among the first that are guessed.",
    sign_in_refused: "The address or the password is not right.",
  },
  waitFor: ({ seconds }: { seconds: number }) =>
    `Too many wrong passwords. Try again in ${seconds} ${plural("en", seconds, { one: "second", other: "seconds" })}.`,
};
