import type { Context, Principal } from "#src/auth/route.ts";
import { parseLocale } from "#src/lib/locale.ts";
import type { Site } from "#src/sites/site.ts";
import { pixelOf, policyOf, snippetOf } from "#src/sites/snippet.ts";
import { listSites, mayEdit } from "#src/sites/store.ts";
import type { Values } from "./placeholders.ts";

/** Who reads the help: their sites, and what is filled in for them. */
export interface Reader {
  sites: Site[];
  /** The one that the pages show; null for a stranger and for who has none. */
  site: Site | null;
  /** What a link within the help takes along, as fields. */
  kept: { site?: string; lang?: string };
  values: Values;
}

/** What a page shows to who has no site of their own. */
const example = { domain: "example.com", key: "examplekey12" };

/**
 * The reader of a page. `?site=` chooses among their own sites; one that is somebody else's is as
 * if it did not exist, and neither is told of.
 */
export async function readReader(context: Context): Promise<Reader> {
  const { principal, url, deps } = context;
  const asked = url.searchParams.get("site");
  const mayLook = principal !== null && !principal.mustSetUpTotp;
  const sites = mayLook ? await listSites(deps.database.orm, principal) : [];
  const chosen = sites.find(({ domain }) => domain === asked);
  const site = chosen ?? sites[0] ?? null;
  const lang = parseLocale(url.searchParams.get("lang"));
  const kept = { ...(chosen && { site: chosen.domain }), ...(lang && { lang }) };
  return { sites, site, kept, values: valuesOf(context, site, queryOf(kept)) };
}

/** What follows the path of an address: `?site=example.com&lang=fr`, or nothing. */
export function queryOf(fields: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(fields).toString();
  return query && `?${query}`;
}

function valuesOf({ principal, deps, url }: Context, site: Site | null, query: string): Values {
  const origin = deps.config.publicUrl ?? url.origin;
  const { domain, key } = site ?? example;
  return {
    ...{ snippet: snippetOf(origin, key), pixel: pixelOf(origin, key), key, domain },
    ...{ policy: policyOf(origin), origin, host: new URL(origin).host, query },
    ...(site && principal ? linksOf(site, principal) : linksWithout),
  };
}

type Links = Pick<Values, "dashboard" | "settings" | "install" | "privacy">;

const linksWithout: Links = {
  dashboard: "/sites",
  settings: "/sites",
  install: "/sites",
  privacy: "/sites",
};

/** Whoever may only look at a site comes to its figures, where another page would not open. */
function linksOf(site: Site, principal: Principal): Links {
  const dashboard = `/sites/${encodeURIComponent(site.domain)}`;
  const isEditor = mayEdit(principal, site);
  return {
    dashboard,
    settings: isEditor ? `${dashboard}/settings` : dashboard,
    install: isEditor ? `${dashboard}/install` : dashboard,
    privacy: `${dashboard}/privacy`,
  };
}
