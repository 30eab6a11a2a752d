import { keepLanguage } from "#src/lib/language-link.ts";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** What a page that could not be shown knows of where its reader is. */
export interface Whereabouts {
  /** Whether asking for the same address again changes nothing, and may help. */
  canRepeat: boolean;
  /** The page of this server that they came from, as path and query; null when they did not. */
  back: string | null;
  /** The address by which this server is to be reached; null when nobody has set one. */
  publicUrl: string | null;
}

interface Way {
  href: string;
  label: string;
}

/** The ways on from an error, the best first. */
export function waysOn(code: string, shell: Shell, where: Whereabouts): Way[] {
  const { common, account, help } = messagesFor(shell.locale);
  const isKnown = shell.user !== null;
  const to = (path: string) => keepLanguage(path, shell.path);
  const home = isKnown
    ? { href: "/sites", label: common.backToSites }
    : { href: to("/"), label: common.backToStart };
  const back = where.back && { href: where.back, label: common.back };
  const again = where.canRepeat && { href: shell.path, label: common.tryAgain };
  const signIn = !isKnown && { href: to("/sign-in"), label: account.signIn };
  const aid = { href: to("/docs"), label: help.title };
  switch (code) {
    case "unknown_host":
      return present(where.publicUrl && { href: where.publicUrl, label: where.publicUrl });
    case "not_found":
      return present(signIn, home, back, aid);
    case "site_not_found":
      return present(home, aid);
    case "last_admin":
      return present(back, { href: "/admin/clients", label: common.clients });
    case "stale_form":
    case "foreign_origin":
    case "form_too_large":
    case "unsupported_form":
      return present(back, signIn, home);
    default:
      return present(again || back, home, aid);
  }
}

/** Those that there are; where two lead to the same place, as back and home may, the first. */
function present(...ways: (Way | null | false | "")[]): Way[] {
  const found = new Map<string, Way>();
  for (const way of ways) if (way && !found.has(way.href)) found.set(way.href, way);
  return [...found.values()];
}
