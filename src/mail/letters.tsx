import { type LinkPurpose, linkUrl, makeLink } from "#src/auth/link.ts";
import type { Database } from "#src/db/client.ts";
import { htmlOf } from "#src/lib/respond.ts";
import {
  invitationNote,
  passwordChangedNote,
  passwordResetNote,
} from "#views/emails/account-notes.ts";
import { type Note, plainNote } from "#views/emails/note.ts";
import { NoteMail } from "#views/emails/note-mail.tsx";
import type { Letter } from "./mailer.ts";
import type { MailKind, MailPayloads } from "./outbox.ts";
import {
  type ClaimedMail,
  findRecipient,
  findRecipientOfAddress,
  listSiteNames,
  type Recipient,
} from "./store.ts";

/** What a letter is made of besides its row. */
interface Desk {
  database: Pick<Database, "orm">;
  publicUrl: string;
  now: () => Date;
  /** Somebody only looks: no link is made, nor any other ended. */
  isPreview?: boolean;
}

/**
 * Writes the letter of a mail when it goes, with a link made for this one try; null when there is
 * nobody any more whom it concerns. Errors: whatever the database throws.
 */
export async function writeLetter(mail: ClaimedMail, desk: Desk): Promise<Letter | null> {
  const note = await writerOf(mail)(desk);
  return note && { ...letterOf(note), hasOwnLink: mail.kind !== "password_changed" };
}

/** A short mail in both its forms. */
export function letterOf(note: Note): Letter {
  return { subject: note.subject, html: htmlOf(<NoteMail note={note} />), text: plainNote(note) };
}

type Writer = (desk: Desk) => Promise<Note | null>;

function writerOf({ kind, recipient, payload }: ClaimedMail): Writer {
  // Rows are only ever written by `queueMail`, which holds each kind to its payload.
  switch (kind as MailKind) {
    case "invitation":
      return invitation(recipient, payload as MailPayloads["invitation"]);
    case "password_reset":
      return passwordReset(recipient);
    case "password_changed":
      return passwordChanged(payload as MailPayloads["password_changed"]);
  }
}

function invitation(address: string, payload: MailPayloads["invitation"]): Writer {
  return async (desk) => {
    const to = await findRecipient(desk.database.orm, payload.userId);
    // An address that was mistyped and mended since must not be sent the key of the right one.
    if (to?.email !== address || to.hasPassword) return null;
    return await inviteNote(desk, to, payload.invitedBy);
  };
}

function passwordReset(address: string): Writer {
  return async (desk) => {
    const to = await findRecipientOfAddress(desk.database.orm, address);
    if (!to) return null;
    // Their invitation ends with the newer link, so this is the invitation again.
    if (!to.hasPassword) return await inviteNote(desk, to, null);
    return passwordResetNote(await mailTo(desk, to, "reset"));
  };
}

function passwordChanged({ userId, at, agent }: MailPayloads["password_changed"]): Writer {
  return async ({ database, publicUrl }) => {
    const to = await findRecipient(database.orm, userId);
    const url = `${publicUrl}/forgot-password`;
    const frame = { url, host: new URL(publicUrl).host, changedAt: new Date(at), agent };
    return to && passwordChangedNote({ ...frame, to });
  };
}

async function inviteNote(desk: Desk, to: Recipient, invitedBy: string | null): Promise<Note> {
  const sites = await listSiteNames(desk.database.orm, to.userId);
  return invitationNote({ ...(await mailTo(desk, to, "invitation")), invitedBy, sites });
}

async function mailTo(desk: Desk, to: Recipient, purpose: LinkPurpose) {
  const { database, publicUrl, now, isPreview } = desk;
  const order = { userId: to.userId, purpose, now: now() };
  const token = isPreview ? "…" : await database.orm.transaction((tx) => makeLink(tx, order));
  return { to, url: linkUrl(publicUrl, token), host: new URL(publicUrl).host };
}
