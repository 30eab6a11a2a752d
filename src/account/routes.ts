import { publicRoute, type Route, signedInRoute } from "#src/auth/route.ts";
import { updateLanguage } from "./language.ts";
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
  signedInRoute("POST", "/sign-out", createSignOut),
  signedInRoute("POST", "/account/language", updateLanguage),
];
