import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { findMail, type OutboxMail } from "#src/mail/outbox-store.ts";
import { MailPage } from "#views/admin/mail-page.tsx";
import { findLinkOf } from "./mail-link.ts";
import { mailRow, momentOf } from "./mails.tsx";

/** `GET /admin/mails/{id}`: one mail, what it says, and what can be done with it. */
export async function showMail(context: SignedInContext): Promise<Response> {
  const { deps, locale, url } = context;
  const { database, mail: post } = deps;
  const mail = await findMail(database.orm, mailIdOf(context));
  if (!mail) throw new NotFoundError();
  const isOpen = mail.state === "waiting" || mail.state === "failed";
  const hasNextTry = mail.state === "waiting" && post.canSend;
  const props = {
    mail: mailRow(locale, mail),
    sentAt: mail.sentAt && momentOf(locale, mail.sentAt),
    nextTryAt: hasNextTry ? momentOf(locale, mail.nextTryAt) : null,
    text: isOpen ? ((await post.preview(mail.id, url.origin))?.text ?? null) : null,
    canSend: post.canSend,
    hasLink: isOpen && (await canHandOver(context, mail)),
    done: doneIn(url.searchParams),
  };
  return htmlResponse(<MailPage shell={shellOf(context)} {...props} />);
}

/** The number of the mail in an address; 0, which none has, for what is no number. */
export function mailIdOf({ params }: SignedInContext): number {
  return /^[1-9]\d{0,14}$/.test(params.id ?? "") ? Number(params.id) : 0;
}

/** A link is handed over by hand only where no mail server does it. */
async function canHandOver({ deps }: SignedInContext, mail: OutboxMail): Promise<boolean> {
  return !deps.mail.canSend && (await findLinkOf(deps.database.orm, mail)) !== null;
}

function doneIn(query: URLSearchParams): "retried" | "gaveUp" | null {
  if (query.has("retried")) return "retried";
  return query.has("gaveUp") ? "gaveUp" : null;
}
