import { plural } from "#views/messages/plural.ts";

export const twoFactor = {
  title: "Two-step sign-in",
  about:
    "After the password, sign-in also asks for a code from an app on your phone. Whoever has only your password does not get in.",
  asked:
    "Your account needs two-step sign-in. Set it up now; the rest opens as soon as it is done.",
  stepApp:
    "Open an authenticator app on your phone. If you have none, install one, such as Aegis, Google Authenticator or the phone’s own password manager.",
  stepScan: "Scan this picture with it.",
  qr: "QR code for the authenticator app",
  stepType: "No camera at hand? Add an account by hand and type this key:",
  key: "Key for the authenticator app",
  stepCode: "Type the code that the app shows.",
  code: "Code",
  codeHint: "Six digits. A new one comes every 30 seconds.",
  codeWrong:
    "This code is not right, or is over. Wait for the next one; if it fails too, check the phone’s clock.",
  turnOn: "Turn it on",
  codesTitle: "Your recovery codes",
  codesOn: "Two-step sign-in is on.",
  codesAbout:
    "If you lose your phone, each of these codes lets you in once instead. Keep them somewhere safe, but not on the phone.",
  codesOnce: "These codes are shown only now.",
  print: "Print",
  goOn: "I have kept them",
  on: "It is on: after the password, sign-in asks for a code from your phone.",
  leftTitle: "Recovery codes",
  left: ({ count }: { count: number }) =>
    `${count} ${plural("en", count, { one: "code is", other: "codes are" })} left. With new ones, the old ones no longer work.`,
  renew: "Make new codes",
  offTitle: "Turn it off",
  offAbout: "Sign-in then asks for the password alone.",
  offRefused: "Your administrator asks for two-step sign-in, so it stays on.",
  off: "Turn it off",
  signInTitle: "Enter your code",
  signInAbout: "Open the authenticator app on your phone and type the code that it shows.",
  recoveryAbout: "Type one of the recovery codes that you kept. Each is good once.",
  recoveryCode: "Recovery code",
  useRecovery: "Use a recovery code",
  useApp: "Use the code of the app",
  someoneElse: "Sign in as somebody else",
  signInWrong: "This code is not right, or was used already.",
  signInWait: ({ seconds }: { seconds: number }) =>
    `Too many wrong codes. Try again in ${seconds} ${plural("en", seconds, { one: "second", other: "seconds" })}.`,
};
