import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { formatFullNumber, formatInstant } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { parsePageNumber } from "#src/lib/page-number.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import type { MailKind } from "#src/mail/outbox.ts";
import { mailCountMax, type OutboxMail, readMailPage } from "#src/mail/outbox-store.ts";
import type { MailRow } from "#views/admin/mail-row.ts";
import { MailsPage } from "#views/admin/mails-page.tsx";

const pageSize = 20;
const pageMax = mailCountMax / pageSize;

/** `GET /admin/mails`: what was sent, what waits, and what was refused, twenty a page. */
export async function showMails(context: SignedInContext): Promise<Response> {
  const { url, deps, locale } = context;
  const page = parsePageNumber(url.searchParams.get("page"), pageMax);
  const place = { offset: (page - 1) * pageSize, limit: pageSize };
  const { mails, total } = await readMailPage(deps.database.orm, place);
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const rows = mails.map((mail) => mailRow(locale, mail));
  const props = { rows, page, pages, canSend: deps.mail.canSend };
  return htmlResponse(<MailsPage shell={shellOf(context)} {...props} />);
}

/** A mail as it is read. */
export function mailRow(locale: Locale, mail: OutboxMail): MailRow {
  const { id, recipient, state, attempts, createdAt, error } = mail;
  // Rows are only ever written by `queueMail`.
  const kind = mail.kind as MailKind;
  const tries = formatFullNumber(locale, attempts);
  return { id, kind, recipient, state, tries, queuedAt: momentOf(locale, createdAt), error };
}

/** An instant as ISO text, and as the reader reads it. */
export function momentOf(locale: Locale, at: Date) {
  return { iso: at.toISOString(), text: formatInstant(locale, at) };
}
