import { publicRoute, type Route } from "#src/auth/route.ts";
import { showContents } from "./contents.tsx";
import { showHelpPage } from "./help-page.tsx";

/** The help: what it holds and what a search finds, and its pages. */
export const helpRoutes: readonly Route[] = [
  publicRoute("GET", "/docs", showContents),
  publicRoute("GET", "/docs/:slug", showHelpPage),
];
