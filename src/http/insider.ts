import { isSameSecret } from "#src/auth/token.ts";
import type { Config } from "#src/config.ts";
import { isInRange, parseIp, parseIpRange } from "#src/lib/ip.ts";

interface Asked {
  request: Request;
  server: { requestIP(request: Request): { address: string } | null } | null;
  config: Pick<Config, "metricsToken">;
}

const loopback = ["127.0.0.0/8", "::1"].flatMap((range) => parseIpRange(range) ?? []);
const loopbackName = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** What a proxy adds. Whoever comes through one on this machine comes from anywhere. */
const forwarding = ["forwarded", "x-forwarded-for", "x-real-ip", "cf-connecting-ip", "via"];

/**
 * Whether a request may see how the server is inside: it holds `METRICS_TOKEN`, or it was made on
 * this machine. The address is the socket's own, whatever proxies are trusted; the Host must be one
 * of this machine's names too, as no browser sends it for a name of somebody else's that leads here.
 */
export function isInsider({ request, server, config: { metricsToken } }: Asked): boolean {
  const { headers } = request;
  const [, token] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (token !== undefined) return metricsToken !== null && isSameSecret(token, metricsToken);
  const peer = parseIp(server?.requestIP(request)?.address ?? "");
  if (!peer || !loopback.some((range) => isInRange(peer, range))) return false;
  if (!loopbackName.test(URL.parse(request.url)?.hostname ?? "")) return false;
  // By `proxy_pass http://127.0.0.1:3000` alone nginx asks in this machine's name, and adds but this.
  if (/^close$/i.test(headers.get("connection") ?? "")) return false;
  return !forwarding.some((name) => headers.has(name));
}
