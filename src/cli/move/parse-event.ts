import { blankRow, type EventKind, type EventRow } from "#src/collect/event-row.ts";
import { maskPersonal } from "#src/collect/mask.ts";
import { makeStorable } from "#src/collect/storable.ts";
import { type Day, dayIn, daysBetween, parseDay } from "#src/lib/time.ts";
import { firstDay } from "./format.ts";
import { Fault, readObject, readProps, readWhole } from "./shape.ts";

/** A row of `events` as JSON, but for its site. */
export type MovedEvent = Record<string, unknown> & { day: Day };

/** What the events of a file must keep to. */
export interface EventRules {
  zone: string;
  /** The first day that has events; null is any. */
  eventsFrom: Day | null;
  now: Date;
}

const columns = Object.keys(blankRow()).filter((name) => name !== "site_id");
const kinds: readonly string[] = [
  "pageview",
  "outbound",
  "tel",
  "mailto",
  "form",
  "cta",
  "download",
  "custom",
] satisfies EventKind[];
/** A site's day is at most so far from that of another zone, which the site may have had. */
const shiftMaxDays = 2;
const intMax = 2 ** 31 - 1;
const dayMs = 86_400_000;

/** Reads an event. Errors: `Fault`, for anything that the collector would not have stored. */
export function parseEvent(value: unknown, rules: EventRules): MovedEvent {
  const event = readObject(value, "the event", columns);
  const day = readDay(event.day, readPast(event.ts, "ts", rules), rules);
  // A visit that lasts for a thousand years is longer than whoever packs its day can count.
  readPast(event.last_seen_at, "last_seen_at", rules);
  if (!(kinds as unknown[]).includes(event.kind)) throw new Fault("kind is none that is counted");
  for (const name of ["visitor", "id"]) readNumber64(event[name], name);
  readWhole(event.seq, "seq", intMax);
  readWhole(event.engaged_ms, "engaged_ms", intMax);
  readWhole(event.scroll, "scroll", 100);
  const props = event.props === null ? null : readProps(event.props);
  return { ...event, ...readTexts(event), props, day };
}

/** The columns of text, with what may point to a person masked, as the collector does it. */
function readTexts(event: Record<string, unknown>): Partial<EventRow> {
  const row = blankRow();
  const names = (Object.keys(row) as (keyof EventRow)[]).filter(
    (name) => typeof row[name] === "string" && !["day", "visitor", "id", "kind"].includes(name),
  );
  for (const name of names) {
    if (typeof event[name] !== "string") throw new Fault(`${name} is no text`);
    Object.assign(row, { [name]: event[name] });
  }
  makeStorable(row);
  const odd = names.find((name) => row[name] !== event[name]);
  if (odd) throw new Fault(`${odd} is too long, or holds control characters`);
  const texts = Object.fromEntries(names.map((name) => [name, row[name]]));
  return { ...texts, path: maskPersonal(row.path), name: maskPersonal(row.name) };
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|\+00:00)$/;

/** An instant that is not ahead by more than clocks may be wrong. */
function readPast(value: unknown, what: string, { now }: EventRules): number {
  const at = typeof value === "string" && instant.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new Fault(`${what} is no instant such as 2026-01-31T12:00:00+00:00`);
  if (at > now.getTime() + dayMs) throw new Fault(`${what} lies ahead`);
  return at;
}

function readDay(value: unknown, ts: number, { zone, eventsFrom }: EventRules): Day {
  const day = parseDay(typeof value === "string" ? value : null);
  if (!day) throw new Fault("day is no day such as 2026-01-31");
  if (day < firstDay) throw new Fault(`day is before ${firstDay}`);
  if (Math.abs(daysBetween(day, dayIn(zone, new Date(ts)))) > shiftMaxDays)
    throw new Fault("day is not that of ts");
  if (eventsFrom && day < eventsFrom) throw new Fault(`day is before ${eventsFrom}, eventsFrom`);
  return day;
}

const [int64Min, int64Max] = [-(2n ** 63n), 2n ** 63n - 1n];

function readNumber64(value: unknown, what: string): void {
  const isNumber = typeof value === "string" && /^-?\d{1,19}$/.test(value);
  if (isNumber && BigInt(value) >= int64Min && BigInt(value) <= int64Max) return;
  throw new Fault(`${what} is no whole number of 64 bits as text`);
}
