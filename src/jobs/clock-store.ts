import { eq } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import { jobRuns, settings } from "#src/db/schema/tables.ts";

const settingName = "retention clock";
const dayMs = 86_400_000;
/** How long a server may have been off, or a clock been moved, without its being doubted. */
const apartMaxMs = 40 * dayMs;
/** For how long a clock goes on that is doubted until it is believed. */
const doubtMs = dayMs;

/** When a clock was last believed, and what it said when it was first doubted since then. */
interface Noted {
  last: string;
  doubted: string | null;
}

/** What is thought of a clock. Shape: `last` is when one was last believed. */
type Belief = { isSure: true } | { isSure: false; last: Date };

/**
 * Whether something may be erased by a clock, which is then noted. A machine without a battery, or whose
 * battery is empty, begins with some other year until it has asked the network, and what is erased by
 * that never comes back. So a clock that is far from what was noted is not believed before it has gone on
 * for a day: as it does after two months without the server.
 */
export async function believeClock(rows: Rows, now: Date): Promise<Belief> {
  const noted = await readNoted(rows);
  if (!noted || isNear(now, noted.last)) return await believe(rows, now);
  const { last, doubted } = noted;
  const isKnown = doubted !== null && isNear(now, doubted) && Date.parse(doubted) <= now.getTime();
  if (isKnown && now.getTime() - Date.parse(doubted) >= doubtMs) return await believe(rows, now);
  await write(rows, { last, doubted: isKnown ? doubted : now.toISOString() });
  return { isSure: false, last: new Date(last) };
}

/** Whether a clock is far from the one that was last believed. Nothing is noted. */
export async function isClockDoubted(rows: Rows, now: Date): Promise<boolean> {
  const noted = await readNoted(rows);
  return noted !== null && !isNear(now, noted.last);
}

async function believe(rows: Rows, now: Date): Promise<Belief> {
  await write(rows, { last: now.toISOString(), doubted: null });
  return { isSure: true };
}

function isNear(now: Date, noted: string): boolean {
  return Math.abs(now.getTime() - Date.parse(noted)) <= apartMaxMs;
}

/** What was noted; by versions that noted nothing, when they last erased what was old. */
async function readNoted(rows: Rows): Promise<Noted | null> {
  const [row] = await rows.select().from(settings).where(eq(settings.name, settingName));
  if (row) return row.value as Noted;
  const [run] = await rows.select().from(jobRuns).where(eq(jobRuns.name, "retention"));
  return run?.finishedAt ? { last: run.finishedAt.toISOString(), doubted: null } : null;
}

async function write(rows: Rows, value: Noted): Promise<void> {
  await rows
    .insert(settings)
    .values({ name: settingName, value })
    .onConflictDoUpdate({ target: settings.name, set: { value } });
}
