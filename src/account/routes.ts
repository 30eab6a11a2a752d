import { publicRoute, type Route, signedInRoute } from "#src/auth/route.ts";
import { createForgotPassword, showForgotPassword } from "./forgot-password.tsx";
import { updateLanguage } from "./language.ts";
import { createNewPassword, showNewPassword } from "./new-password.tsx";
import { createSetup, showSetup } from "./setup.tsx";
import { createSignIn, showSignIn, showStart } from "./sign-in.tsx";
import { createSignOut } from "./sign-out.ts";

/** The door: first run, sign-in and out, and what belongs to one's own account. */
export const accountRoutes: readonly Route[] = [
  publicRoute("GET", "/", showStart),
  publicRoute("GET", "/setup/:token", showSetup),
  publicRoute("POST", "/setup/:token", createSetup),
  publicRoute("GET", "/sign-in", showSignIn),
  publicRoute("POST", "/sign-in", createSignIn),
  publicRoute("GET", "/forgot-password", showForgotPassword),
  publicRoute("POST", "/forgot-password", createForgotPassword),
  publicRoute("GET", "/password/:token", showNewPassword),
  publicRoute("POST", "/password/:token", createNewPassword),
  signedInRoute("POST", "/sign-out", createSignOut),
  signedInRoute("POST", "/account/language", updateLanguage),
];
