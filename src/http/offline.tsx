import type { Context } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { OfflinePage } from "#views/errors/offline-page.tsx";

/** `GET /offline`: what the service worker keeps for when nothing else can be had; it is nobody's. */
export function showOffline(context: Context): Response {
  const shell = { ...shellOf(context), user: null, csrf: "" };
  return htmlResponse(<OfflinePage shell={shell} />);
}
