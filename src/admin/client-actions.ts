import { actorOf } from "#src/auth/audit.ts";
import type { LinkPurpose } from "#src/auth/link.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { AppError } from "#src/lib/errors.ts";
import { redirectTo } from "#src/lib/respond.ts";
import { clientPage } from "./client-edit.tsx";
import { sendLink, type Way } from "./client-link.ts";
import { linkAnswer } from "./client-link-answer.tsx";
import { deleteClient, disableClient, dropClientFactor, enableClient } from "./client-state.ts";
import { findClient } from "./client-store.ts";

/** `POST /admin/clients/{id}/invite`: sends the invitation again, or shows a new link. */
export function inviteClient(context: SignedInContext): Promise<Response> {
  return answerWithLink(context, "invitation");
}

/** `POST /admin/clients/{id}/reset`: the same for a new password. */
export function resetClient(context: SignedInContext): Promise<Response> {
  return answerWithLink(context, "reset");
}

/** `POST /admin/clients/{id}/disable`. */
export async function shutClientOut(context: SignedInContext): Promise<Response> {
  const { id } = context.params;
  const outcome = await disableClient(context.deps.database.orm, changeOf(context));
  if (outcome === "last_admin") throw new AppError("last_admin", 409);
  return redirectTo(`/admin/clients/${id}?disabled`);
}

/** `POST /admin/clients/{id}/enable`. */
export async function letClientIn(context: SignedInContext): Promise<Response> {
  const { id } = await enableClient(context.deps.database.orm, changeOf(context));
  return redirectTo(`/admin/clients/${id}?enabled`);
}

/** `POST /admin/clients/{id}/two-factor`: takes it away. */
export async function dropTwoFactor(context: SignedInContext): Promise<Response> {
  await dropClientFactor(context.deps.database.orm, changeOf(context));
  return redirectTo(`/admin/clients/${context.params.id}?twoFactorDropped`);
}

/** `POST /admin/clients/{id}/delete`: needs the address, typed. */
export async function removeClient(context: SignedInContext): Promise<Response> {
  const { form, params, deps } = context;
  const { orm } = deps.database;
  const typed = form.text("confirmed", 254);
  const change = { ...changeOf(context), confirmed: typed.toLowerCase() };
  const { kind } = await deleteClient(orm, change);
  if (kind === "deleted") return redirectTo("/admin/clients?deleted");
  if (kind === "last_admin") throw new AppError("last_admin", 409);
  const deletion = { typed, fault: kind };
  return await clientPage(context, await findClient(orm, params.id), { deletion }, 422);
}

async function answerWithLink(context: SignedInContext, purpose: LinkPurpose): Promise<Response> {
  const { form, principal, deps } = context;
  const isMail = form.text("way") === "mail" && deps.mail.canSend;
  const way: Way = isMail ? "mail" : "copy";
  const order = { ...changeOf(context), by: principal.name, way };
  return linkAnswer(context, await sendLink(deps.database.orm, order, purpose));
}

function changeOf(context: SignedInContext) {
  return { actor: actorOf(context), id: context.params.id, now: context.deps.now() };
}
