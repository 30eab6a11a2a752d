import type { Config } from "#src/config.ts";

type Place = Pick<Config, "host" | "port" | "metricsToken">;

/** Where a command on this machine finds the server: on loopback, unless it listens elsewhere only. */
export function ownOrigin({ host, port }: Place): string {
  const isEverywhere = host === "0.0.0.0" || host === "::" || host === "";
  const name = isEverywhere ? "127.0.0.1" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/** Asks the server on this machine for its health; null when none answers in time. */
export async function askOwnHealth(place: Place, patienceMs: number): Promise<Response | null> {
  const { metricsToken } = place;
  const origin = ownOrigin(place);
  // On loopback it is told anyway, and a token of another environment than the server's would only
  // be refused.
  const needsToken = !/\/\/(127\.|localhost:|\[::1\])/.test(origin);
  const headers =
    needsToken && metricsToken ? { authorization: `Bearer ${metricsToken}` } : undefined;
  const signal = AbortSignal.timeout(patienceMs);
  return await fetch(`${origin}/health`, { ...(headers && { headers }), signal }).catch(() => null);
}
