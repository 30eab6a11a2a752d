import { publicRoute, type Route, signedInRoute } from "#src/auth/route.ts";
import { showAccount, updateAccount } from "./account.tsx";
import { updatePassword } from "./account-password.ts";
import { endListedSession, endOtherListed } from "./account-sessions.ts";
import { createForgotPassword, showForgotPassword } from "./forgot-password.tsx";
import { updateLanguage } from "./language.ts";
import { createNewPassword, showNewPassword } from "./new-password.tsx";
import { createSetup, showSetup } from "./setup.tsx";
import { createSignIn, showSignIn } from "./sign-in.tsx";
import { createSignInCode, showSignInCode } from "./sign-in-code.tsx";
import { createSignOut } from "./sign-out.ts";
import { showStart } from "./start.tsx";
import { updateTheme } from "./theme.ts";
import {
  createRecoveryCodes,
  createTwoFactor,
  deleteTwoFactor,
  showTwoFactor,
} from "./two-factor.tsx";

const beforeTotp = { isOpenBeforeTotp: true };

/** The door: first run, sign-in and out, and what belongs to one's own account. */
export const accountRoutes: readonly Route[] = [
  publicRoute("GET", "/", showStart),
  publicRoute("GET", "/setup/:token", showSetup),
  publicRoute("POST", "/setup/:token", createSetup),
  publicRoute("GET", "/sign-in", showSignIn),
  publicRoute("POST", "/sign-in", createSignIn),
  publicRoute("GET", "/sign-in/code", showSignInCode),
  publicRoute("POST", "/sign-in/code", createSignInCode),
  publicRoute("GET", "/forgot-password", showForgotPassword),
  publicRoute("POST", "/forgot-password", createForgotPassword),
  publicRoute("GET", "/password/:token", showNewPassword),
  publicRoute("POST", "/password/:token", createNewPassword),
  signedInRoute("POST", "/sign-out", createSignOut, beforeTotp),
  signedInRoute("GET", "/account", showAccount),
  signedInRoute("POST", "/account", updateAccount),
  signedInRoute("POST", "/account/language", updateLanguage, beforeTotp),
  signedInRoute("POST", "/account/theme", updateTheme, beforeTotp),
  signedInRoute("POST", "/account/password", updatePassword),
  signedInRoute("POST", "/account/sessions/end-others", endOtherListed),
  signedInRoute("POST", "/account/sessions/:session/end", endListedSession),
  signedInRoute("GET", "/account/two-factor", showTwoFactor, beforeTotp),
  signedInRoute("POST", "/account/two-factor", createTwoFactor, beforeTotp),
  signedInRoute("POST", "/account/two-factor/off", deleteTwoFactor),
  signedInRoute("POST", "/account/two-factor/codes", createRecoveryCodes),
];
