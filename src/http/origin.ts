import type { Config } from "#src/config.ts";

type Settings = Pick<Config, "publicUrl">;

/** Whether people reach this server by https: what `PUBLIC_URL` says, else the request itself. */
export function isHttps(request: Request, { publicUrl }: Settings): boolean {
  return (publicUrl ?? request.url).startsWith("https:");
}

/**
 * Whether the Host header names this server. With `PUBLIC_URL` only its host and the loopback
 * names do; without it nobody has told us, and every well-formed host is taken.
 * The odd input: a malformed Host leaves `request.url` a bare path, which is nobody's.
 */
export function isKnownHost(request: Request, { publicUrl }: Settings): boolean {
  if (!URL.canParse(request.url)) return false;
  const { host, hostname } = new URL(request.url);
  if (!publicUrl || host === new URL(publicUrl).host) return true;
  return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}
