import type { Context } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { UnsubscribePage, type UnsubscribePageProps } from "#views/reports/unsubscribe-page.tsx";
import { findLocale, isWanted, setWanted } from "./store.ts";
import { readUnsubscribeToken, type Subscription } from "./unsubscribe-link.ts";

/** `GET /unsubscribe/{token}`: asks, since mail programs open links by themselves. Changes nothing. */
export async function showUnsubscribe(context: Context): Promise<Response> {
  const subscription = await subscriptionOf(context);
  const isOn = await isWanted(context.deps.database.orm, subscription);
  return await unsubscribePage(context, subscription, isOn ? "asked" : "ended");
}

/** `POST /unsubscribe/{token}`: ends such mails, by the button or for a mail program (RFC 8058). */
export async function createUnsubscribe(context: Context): Promise<Response> {
  return await change(context, false);
}

/** `POST /unsubscribe/{token}/undo`: has them sent again. */
export async function undoUnsubscribe(context: Context): Promise<Response> {
  return await change(context, true);
}

async function change(context: Context, isOn: boolean): Promise<Response> {
  const { deps, ip } = context;
  const subscription = await subscriptionOf(context);
  const order = { subscription, isWanted: isOn, ip, now: deps.now() };
  await setWanted(deps.database.orm, order);
  // No redirect: a mail program that posts for its reader follows none.
  return await unsubscribePage(context, subscription, isOn ? "resumed" : "ended");
}

/** Errors: `NotFoundError` for a token that this server has not made. */
async function subscriptionOf({ params, deps }: Context): Promise<Subscription> {
  const found = await readUnsubscribeToken(deps.database.orm, params.token ?? "");
  if (!found) throw new NotFoundError();
  return found;
}

async function unsubscribePage(
  context: Context,
  subscription: Subscription,
  state: UnsubscribePageProps["state"],
): Promise<Response> {
  const known = await findLocale(context.deps.database.orm, subscription.address);
  const shell = shellOf({ ...context, locale: known ?? context.locale });
  const token = context.params.token ?? "";
  const props = { ...subscription, token, state, hasAccount: known !== null };
  return htmlResponse(<UnsubscribePage shell={shell} {...props} />);
}
