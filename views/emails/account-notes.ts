import { formatInstant } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { Note } from "./note.ts";

interface Recipient {
  locale: Locale;
  name: string;
  email: string;
}

interface AccountMail {
  to: Recipient;
  /** Where the button leads. */
  url: string;
  /** The host that the mail speaks for. */
  host: string;
}

const sitesMax = 10;

/** Asks somebody in: who does, to which sites, and the link that sets a password. */
export function invitationNote(
  mail: AccountMail & { invitedBy: string | null; sites: string[] },
): Note {
  const { to, url, invitedBy, sites } = mail;
  const { invitation } = messagesFor(to.locale).emails;
  const who = invitedBy ?? "";
  const rest = sites.length - sitesMax;
  const names = [
    ...sites.slice(0, sitesMax),
    ...(rest > 0 ? [invitation.moreSites({ count: rest })] : []),
  ];
  return {
    ...frameOf(mail),
    subject: invitedBy ? invitation.subject({ who }) : invitation.subjectOfNobody,
    title: invitation.title,
    body: [
      helloTo(to),
      invitedBy ? invitation.about({ who }) : invitation.aboutOfNobody,
      ...(names.length > 0 ? [invitation.sites, names] : []),
      invitation.choose,
    ],
    action: { label: invitation.action, url },
    remarks: [invitation.life, invitation.ignore],
  };
}

/** Carries the link that sets a new password. */
export function passwordResetNote(mail: AccountMail): Note {
  const { to, url } = mail;
  const { passwordReset } = messagesFor(to.locale).emails;
  return {
    ...frameOf(mail),
    subject: passwordReset.subject,
    title: passwordReset.title,
    body: [helloTo(to), passwordReset.about({ email: to.email })],
    action: { label: passwordReset.action, url },
    remarks: [passwordReset.life, passwordReset.ignore],
  };
}

/** Tells that a password was changed, for whoever did not do it. */
export function passwordChangedNote(
  mail: AccountMail & { changedAt: Date; agent: string | null },
): Note {
  const { to, url, changedAt, agent } = mail;
  const { passwordChanged } = messagesFor(to.locale).emails;
  return {
    ...frameOf(mail),
    subject: passwordChanged.subject,
    title: passwordChanged.title,
    body: [
      helloTo(to),
      passwordChanged.about({ email: to.email }),
      [
        passwordChanged.when({ at: formatInstant(to.locale, changedAt) }),
        passwordChanged.device({ agent: agent ?? passwordChanged.unknownDevice }),
      ],
      passwordChanged.mine,
      passwordChanged.notMine,
    ],
    action: { label: passwordChanged.action, url },
    remarks: [],
  };
}

function frameOf({ to, host }: AccountMail) {
  return { locale: to.locale, sender: messagesFor(to.locale).emails.from({ host }) };
}

function helloTo({ locale, name }: Recipient): string {
  return messagesFor(locale).emails.hello({ name });
}
