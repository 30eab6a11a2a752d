import { linkUrl } from "#src/auth/link.ts";
import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import { ClientLinkPage } from "#views/admin/client-link-page.tsx";
import type { OrderedLink } from "./client-link.ts";

/**
 * Says that a mail is on its way, or shows the link to copy. The link is the answer to the form and
 * has no address of its own, so that it stands in no history and no log.
 */
export function linkAnswer(context: SignedInContext, ordered: OrderedLink): Response {
  const { user, purpose, token } = ordered;
  const { config, mail } = context.deps;
  if (token === null) {
    mail.wake();
    return redirectTo(`/admin/clients/${user.id}?${purpose === "reset" ? "resetSent" : "invited"}`);
  }
  // Without PUBLIC_URL the address is the one by which the admin, who copies it, is here. No mail
  // goes out then, so nobody else's Host header ever makes a link.
  const link = linkUrl(config.publicUrl ?? context.url.origin, token);
  const props = { client: user, purpose, link };
  return htmlResponse(<ClientLinkPage shell={shellOf(context)} {...props} />);
}
