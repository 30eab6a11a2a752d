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
  const headers = metricsToken ? { authorization: `Bearer ${metricsToken}` } : {};
  const signal = AbortSignal.timeout(patienceMs);
  return await fetch(`${ownOrigin(place)}/health`, { headers, signal }).catch(() => null);
}
