import { actorOf, writeAudit } from "#src/auth/audit.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { redirectTo } from "#src/lib/respond.ts";
import { giveUpMail, retryMail } from "#src/mail/outbox-store.ts";
import { linkAnswer } from "./client-link-answer.tsx";
import { mailIdOf } from "./mail.tsx";
import { takeLinkOf } from "./mail-link.ts";

/** `POST /admin/mails/{id}/retry`: has a mail tried again at once. */
export async function tryMailAgain(context: SignedInContext): Promise<Response> {
  const id = await changeMail(context, "mail.retry", retryMail);
  context.deps.mail.wake();
  return redirectTo(`/admin/mails/${id}?retried`);
}

/** `POST /admin/mails/{id}/give-up`: has a mail sent no more. */
export async function giveMailUp(context: SignedInContext): Promise<Response> {
  const id = await changeMail(context, "mail.give_up", giveUpMail);
  return redirectTo(`/admin/mails/${id}?gaveUp`);
}

/** `POST /admin/mails/{id}/link`: makes its link and shows it once, where no mails are sent. */
export async function showLinkOfMail(context: SignedInContext): Promise<Response> {
  const { deps, principal } = context;
  if (deps.mail.canSend) throw new NotFoundError();
  const order = { actor: actorOf(context), id: mailIdOf(context), by: principal.name };
  return linkAnswer(context, await takeLinkOf(deps.database.orm, { ...order, now: deps.now() }));
}

async function changeMail(
  context: SignedInContext,
  action: "mail.retry" | "mail.give_up",
  change: typeof retryMail,
): Promise<number> {
  const { deps } = context;
  const [id, now] = [mailIdOf(context), deps.now()];
  await deps.database.orm.transaction(async (tx) => {
    const mail = await change(tx, id, now);
    if (!mail) throw new NotFoundError();
    await writeAudit(tx, { actor: actorOf(context), action, subject: mail.recipient, at: now });
  });
  return id;
}
