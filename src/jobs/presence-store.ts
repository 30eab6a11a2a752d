import { eq } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import { settings } from "#src/db/schema/tables.ts";

const settingName = "presence";
/** Within a restart of so long hardly anybody is missed. */
const pauseMaxMs = 3 * 60_000;

interface Presence {
  since: string;
  last: string;
}

/** Notes that a server is here. One after the other, or side by side, they are one presence. */
export async function notePresence(rows: Rows, now: Date): Promise<void> {
  const since = await readServedSince(rows, now);
  const value: Presence = { since: since.toISOString(), last: now.toISOString() };
  await rows
    .insert(settings)
    .values({ name: settingName, value })
    .onConflictDoUpdate({ target: settings.name, set: { value } });
}

/** Since when there was a server to collect, whichever, without a long pause. */
export async function readServedSince(rows: Rows, now: Date): Promise<Date> {
  const [row] = await rows.select().from(settings).where(eq(settings.name, settingName));
  const known = row?.value as Presence | undefined;
  const goesOn = known && now.getTime() - Date.parse(known.last) < pauseMaxMs;
  return goesOn ? new Date(known.since) : now;
}
