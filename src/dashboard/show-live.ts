import type { SignedInContext } from "#src/auth/route.ts";
import { findSite } from "#src/sites/store.ts";
import { liveStream } from "./live-stream.tsx";

/** `GET /sites/{domain}/live`: the stream that a page of the site listens to. */
export async function showLive(c: SignedInContext): Promise<Response> {
  const { domain = "" } = c.params;
  const site = await findSite(c.deps.database.orm, c.principal, domain);
  // After a break the browser says what it heard last; on the first visit the page says it.
  const seen = c.request.headers.get("last-event-id") || c.url.searchParams.get("seen");
  return liveStream(c, site, seen);
}
