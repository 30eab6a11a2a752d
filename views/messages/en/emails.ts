export const emails = {
  hello: ({ name }: { name: string }) => `Hello ${name},`,
  from: ({ host }: { host: string }) => `Sent by Tracker Analytics at ${host}.`,
  test: {
    subject: ({ host }: { host: string }) => `A test mail from ${host}`,
    title: "Mails arrive",
    about: ({ host }: { host: string }) =>
      `An admin of ${host} has sent this mail to see whether mails arrive. You need not do anything.`,
    action: "Open the system page",
  },
  invitation: {
    subject: ({ who }: { who: string }) => `${who} invites you to see your web site’s figures`,
    subjectOfNobody: "You are invited to see your web site’s figures",
    title: "Your figures are waiting",
    about: ({ who }: { who: string }) =>
      `${who} gives you access to Tracker Analytics: how many people visit your web site, where they come from and what they read.`,
    aboutOfNobody:
      "You have been given access to Tracker Analytics: how many people visit your web site, where they come from and what they read.",
    sites: "You will see:",
    moreSites: ({ count }: { count: number }) => `and ${count} more`,
    choose: "Choose a password, and you are in.",
    action: "Choose a password",
    life: "The link works once, for seven days.",
    ignore:
      "If you do not know why you get this mail, you need not do anything: nobody gets in by it but you.",
  },
  passwordReset: {
    subject: "Set a new password",
    title: "Set a new password",
    about: ({ email }: { email: string }) =>
      `Somebody, probably you, asked for a new password for ${email}.`,
    action: "Set a new password",
    life: "The link works once, for 30 minutes.",
    ignore: "If it was not you, do nothing: your password stays as it is.",
  },
  passwordChanged: {
    subject: "Your password was changed",
    title: "Your password was changed",
    about: ({ email }: { email: string }) =>
      `The password of ${email} was changed. Wherever you were signed in before, you have been signed out.`,
    when: ({ at }: { at: string }) => `When: ${at}`,
    device: ({ agent }: { agent: string }) => `With: ${agent}`,
    unknownDevice: "an unknown browser",
    action: "Set a new password",
    mine: "If it was you, there is nothing to do.",
    notMine:
      "If it was not you, set a new password at once, and tell the person who gave you access.",
  },
};
