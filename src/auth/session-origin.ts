import { readMachine, userAgentMax } from "#src/lib/user-agent.ts";
import type { Context } from "./route.ts";
import type { SessionOrigin } from "./session.ts";

/** Where a request comes from, for the list of sessions that its sender sees. */
export function originOf({ request, ip }: Pick<Context, "request" | "ip">): SessionOrigin {
  const agent = request.headers.get("user-agent") ?? "";
  const { browser, os } = readMachine(agent.slice(0, userAgentMax));
  return { ip, agent: [browser, os].filter(Boolean).join(", ") || null };
}
