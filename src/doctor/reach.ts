import type { Reach } from "./facts.ts";
import { skewOf } from "./skew.ts";

const healthWords = ["ready", "degraded", "down"];
/** With all that a server says of itself on its own machine it is some 2 KB. */
const healthMaxBytes = 64 * 1024;

interface Asked {
  now: () => Date;
  patienceMs: number;
}

/** Asks for our own health by the address that people use, as they would come. */
export async function reachPublicUrl(
  publicUrl: string,
  { now, patienceMs }: Asked,
): Promise<Reach> {
  const askedAt = now();
  try {
    const response = await fetch(`${publicUrl}/health`, {
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
      // Whether the certificate is good is a question of its own.
      tls: { rejectUnauthorized: false },
    });
    const answeredAt = now();
    const isHealth = await readIsHealth(response);
    const { status, headers } = response;
    const date = Date.parse(headers.get("date") ?? "");
    const instance = headers.get("x-instance");
    // The header has whole seconds, cut off, and Bun makes a new one each second, if not busy.
    const asked = { askedAt, answeredAt, grainMs: 2_999 };
    const skewMs = Number.isNaN(date) ? null : skewOf(new Date(date), asked);
    return { kind: "answered", instance, status, isHealth, skewMs };
  } catch (error) {
    return { kind: "failed", why: reasonOf(error) };
  }
}

/** Whether an answer is one of the words of our health; whose else it is may be long, or never end. */
async function readIsHealth(response: Response): Promise<boolean> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > healthMaxBytes) return false;
      chunks.push(chunk);
    }
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { status?: unknown } | null;
    return healthWords.some((word) => word === body?.status);
  } catch {
    return false;
  }
}

/** What the network said: one of the catalogue's reasons, else its own code. */
export function reasonOf(error: unknown): string {
  const { name = "", code = name } = error as { name?: string; code?: string };
  if (name === "TimeoutError" || code === "ETIMEDOUT") return "timeout";
  // Bun's fetch has names of its own for what node calls by these codes.
  if (/^(ECONNREFUSED|ConnectionRefused)$/.test(code)) return "refused";
  if (/^(ENOTFOUND|EAI_AGAIN|DNSException|FailedToOpenSocket)/.test(code)) return "name";
  return code;
}
