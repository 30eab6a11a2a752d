import { publicRoute, type Route } from "#src/auth/route.ts";
import { createUnsubscribe, showUnsubscribe, undoUnsubscribe } from "./unsubscribe.tsx";

/** Reports and alerts by mail: the links by which they end. */
export const reportRoutes: readonly Route[] = [
  publicRoute("GET", "/unsubscribe/:token", showUnsubscribe),
  publicRoute("POST", "/unsubscribe/:token", createUnsubscribe, { isOneClick: true }),
  publicRoute("POST", "/unsubscribe/:token/undo", undoUnsubscribe),
];
