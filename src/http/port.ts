import type { Config } from "#src/config.ts";
import { StartupError } from "#src/lib/errors.ts";

type Place = Pick<Config, "host" | "port">;

/**
 * Listens for a moment where the server will, to find out early whether it can.
 * Errors: `StartupError` that names the port or the address.
 */
export async function checkPortFree({ host, port }: Place): Promise<void> {
  try {
    const probe = Bun.listen({ hostname: host, port, socket: { data() {} } });
    probe.stop(true);
  } catch (error) {
    throw portError(error, { host, port });
  }
}

/** The sentence for a port or an address that cannot be listened on. */
export function portError(error: unknown, { host, port }: Place): Error {
  const { code } = error as { code?: string };
  switch (code) {
    case "EADDRINUSE":
      return new StartupError(
        `Port ${port} is taken by another program; choose another one with --port.`,
      );
    case "EACCES":
      return new StartupError(
        `Port ${port} may only be used by root; choose one above 1023 with --port.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new StartupError(`${host} is no address of this machine; see --host.`);
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
}
