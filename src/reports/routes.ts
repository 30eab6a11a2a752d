import { adminRoute, publicRoute, type Route } from "#src/auth/route.ts";
import { showMailDocument, showMailPreview } from "./mail-preview.tsx";
import { createUnsubscribe, showUnsubscribe, undoUnsubscribe } from "./unsubscribe.tsx";

/** Reports and alerts by mail: the links by which they end, and how each mail looks. */
export const reportRoutes: readonly Route[] = [
  publicRoute("GET", "/unsubscribe/:token", showUnsubscribe),
  publicRoute("POST", "/unsubscribe/:token", createUnsubscribe, { isOneClick: true }),
  publicRoute("POST", "/unsubscribe/:token/undo", undoUnsubscribe),
  adminRoute("GET", "/admin/mails/preview", showMailPreview),
  adminRoute("GET", "/admin/mails/preview/document", showMailDocument),
];
