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
export interface Desk {
  database: Pick<Database, "orm">;
  publicUrl: string;
  now: () => Date;
  /** Somebody only looks: no link is made, nor any other ended. */
  isPreview?: boolean;
}

/** The kinds whose letters are about an account; all others are about figures. */
type AccountKind = "invitation" | "password_reset" | "password_changed";
type FigureKind = Exclude<MailKind, AccountKind>;

/** What writes a letter of a kind; null when there is nobody any more whom it concerns. */
type LetterWriter<K extends MailKind> = (
  order: { recipient: string; payload: MailPayloads[K] },
  desk: Desk,
) => Promise<Letter | null>;

/** The writers of letters about figures, which this room knows nothing of: see `src/reports`. */
export type FigureWriters = { readonly [K in FigureKind]: LetterWriter<K> };

/**
 * Writes the letter of a mail when it goes, with a link made for this one try; null when there is
 * nobody any more whom it concerns. Errors: whatever the database throws.
 */
export async function writeLetter(
  mail: ClaimedMail,
  desk: Desk & { writers: FigureWriters },
): Promise<Letter | null> {
  const { kind, recipient } = mail;
  if (Object.hasOwn(desk.writers, kind)) {
    const write = desk.writers[kind as FigureKind] as LetterWriter<MailKind>;
    return await write({ recipient, payload: mail.payload as MailPayloads[FigureKind] }, desk);
  }
  const note = await noteWriterOf(mail)(desk);
  return note && { ...letterOf(note), hasOwnLink: kind !== "password_changed" };
}

/** A short mail in both its forms. */
export function letterOf(note: Note): Letter {
  return { subject: note.subject, html: htmlOf(<NoteMail note={note} />), text: plainNote(note) };
}

type NoteWriter = (desk: Desk) => Promise<Note | null>;

function noteWriterOf({ kind, recipient, payload }: ClaimedMail): NoteWriter {
  // Rows are only ever written by `queueMail`, which holds each kind to its payload.
  switch (kind as AccountKind) {
    case "invitation":
      return invitation(recipient, payload as MailPayloads["invitation"]);
    case "password_reset":
      return passwordReset(recipient);
    case "password_changed":
      return passwordChanged(payload as MailPayloads["password_changed"]);
  }
}

function invitation(address: string, payload: MailPayloads["invitation"]): NoteWriter {
  return async (desk) => {
    const to = await findRecipient(desk.database.orm, payload.userId);
    // An address that was mistyped and mended since must not be sent the key of the right one.
    if (to?.email !== address || to.hasPassword) return null;
    return await inviteNote(desk, to, payload.invitedBy);
  };
}

function passwordReset(address: string): NoteWriter {
  return async (desk) => {
    const to = await findRecipientOfAddress(desk.database.orm, address);
    if (!to) return null;
    // Their invitation ends with the newer link, so this is the invitation again.
    if (!to.hasPassword) return await inviteNote(desk, to, null);
    return passwordResetNote(await mailTo(desk, to, "reset"));
  };
}

function passwordChanged({ userId, at, agent }: MailPayloads["password_changed"]): NoteWriter {
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
