import { actorOf } from "#src/auth/audit.ts";
import { countRecoveryCodes } from "#src/auth/recovery.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import {
  dropSecondFactor,
  offerOf,
  replaceRecoveryCodes,
  switchOnSecondFactor,
} from "#src/auth/second-factor.ts";
import { shellOf } from "#src/auth/shell.ts";
import { totpText, totpUri } from "#src/auth/totp.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import { RecoveryCodesPage } from "#views/account/recovery-codes-page.tsx";
import { TwoFactorOnPage, type TwoFactorOnProps } from "#views/account/two-factor-on-page.tsx";
import { TwoFactorSetUpPage } from "#views/account/two-factor-set-up-page.tsx";
import { confirmPassword } from "./confirm.ts";
import { readAccount } from "./profile-store.ts";

const path = "/account/two-factor";

/** `GET /account/two-factor`: how to set it up, or what there is of it. */
export async function showTwoFactor(context: SignedInContext): Promise<Response> {
  const { orm } = context.deps.database;
  const user = await readAccount(orm, context.principal.userId);
  return user.totpSecret ? await onPage(context, {}) : await setUpPage(context, false);
}

/** `POST /account/two-factor`: switches it on by the first right code, and shows the other codes. */
export async function createTwoFactor(context: SignedInContext): Promise<Response> {
  const { form, principal, deps } = context;
  const { orm } = deps.database;
  const { sessionHash } = principal;
  const typed = form.text("code", 20);
  const codes = await orm.transaction((tx) =>
    switchOnSecondFactor(tx, { ...changeOf(context), sessionHash, typed }),
  );
  if (codes) return codesPage(context, codes);
  const user = await readAccount(orm, principal.userId);
  return user.totpSecret ? redirectTo(path) : await setUpPage(context, true);
}

/** `POST /account/two-factor/off`: for who knows the password, where no admin asks for the factor. */
export async function deleteTwoFactor(context: SignedInContext): Promise<Response> {
  const { orm } = context.deps.database;
  const user = await readAccount(orm, context.principal.userId);
  if (user.requiresTotp) return await onPage(context, {}, 422);
  const refusal = await confirmPassword(context, "offPassword");
  if (refusal) return await onPage(context, { refusal: { of: "off", refusal } }, 422);
  await orm.transaction((tx) => dropSecondFactor(tx, changeOf(context)));
  return redirectTo("/account?factor_off");
}

/** `POST /account/two-factor/codes`: makes new recovery codes for who knows the password. */
export async function createRecoveryCodes(context: SignedInContext): Promise<Response> {
  const { orm } = context.deps.database;
  const user = await readAccount(orm, context.principal.userId);
  if (!user.totpSecret) return redirectTo(path);
  const refusal = await confirmPassword(context, "codesPassword");
  if (refusal) return await onPage(context, { refusal: { of: "codes", refusal } }, 422);
  const codes = await orm.transaction((tx) => replaceRecoveryCodes(tx, changeOf(context)));
  return codesPage(context, codes);
}

function changeOf(context: SignedInContext) {
  const { userId, email } = context.principal;
  return { actor: actorOf(context), user: { id: userId, email }, now: context.deps.now() };
}

/** The shell of a page that a form may have led to. */
function ownShell(context: SignedInContext) {
  return { ...shellOf(context), path };
}

async function setUpPage(context: SignedInContext, isWrong: boolean): Promise<Response> {
  const { principal, deps } = context;
  const secret = await offerOf(deps.database.orm, principal.sessionHash);
  if (!secret) throw new NotFoundError();
  const props = {
    uri: totpUri(secret, principal.email),
    secret: totpText(secret),
    isAsked: principal.mustSetUpTotp,
    isWrong,
  };
  const status = isWrong ? 422 : 200;
  return htmlResponse(<TwoFactorSetUpPage shell={ownShell(context)} {...props} />, status);
}

async function onPage(
  context: SignedInContext,
  said: Partial<Pick<TwoFactorOnProps, "refusal">>,
  status = 200,
): Promise<Response> {
  const { orm } = context.deps.database;
  const user = await readAccount(orm, context.principal.userId);
  if (!user.totpSecret) return redirectTo(path);
  const props: TwoFactorOnProps = {
    shell: ownShell(context),
    codesLeft: await countRecoveryCodes(orm, user.id),
    isAsked: user.requiresTotp,
    refusal: null,
    ...said,
  };
  return htmlResponse(<TwoFactorOnPage {...props} />, status);
}

function codesPage(context: SignedInContext, codes: string[]): Response {
  return htmlResponse(<RecoveryCodesPage shell={ownShell(context)} codes={codes} />);
}
