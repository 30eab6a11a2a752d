/** What tells a site's own pages from those of others. */
interface SiteHosts {
  domain: string;
  hostnames: readonly string[];
  includeSubdomains: boolean;
  countTestTraffic: boolean;
}

/**
 * Whether a host is one of the site's: its domain with or without `www.`, one that it lists, or
 * one below its domain if it wants those: `blog.shop.example`, but neither `evil-shop.example` nor
 * `shop.example.evil`.
 * Whoever wants test traffic counted also has it from machines without a public name.
 * Shape: `host` is the parsed hostname, without port; a file has the empty one.
 */
export function isOwnHost(site: SiteHosts, host: string): boolean {
  const bare = host.replace(/\.$/, "");
  return (
    withoutWww(bare) === withoutWww(site.domain) ||
    site.hostnames.includes(bare) ||
    (site.includeSubdomains && bare.endsWith(`.${withoutWww(site.domain)}`)) ||
    (site.countTestTraffic && isLocal(bare))
  );
}

function withoutWww(host: string): string {
  return host.startsWith("www.") ? host.slice(4) : host;
}

/** The tracker's own rule: `localhost`, `127.0.0.1`, `[::1]` and files have no letter after a dot. */
function isLocal(host: string): boolean {
  return !/\.\D/.test(host);
}
