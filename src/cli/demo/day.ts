import { addDays, type Day, dayStart } from "#src/lib/time.ts";
import { anyPerson, type Person } from "./people.ts";
import { createRandom, type Random, type Weighted } from "./random.ts";
import { direct, everyday, type Occasion, type Origin, occasionsOn } from "./sources.ts";
import { type Step, walk } from "./visit.ts";

/** A row of `events` but for its site. */
export interface DemoEvent extends Person, Omit<Origin, "entry">, Pick<Step, "kind" | "path"> {
  day: Day;
  visitor: number;
  id: number;
  ts: string;
  last_seen_at: string;
  hostname: string;
  name: string;
  target: string;
  props: Step["props"];
  engaged_ms: number;
  scroll: number;
}

/** The domain of the demo's site, which nobody can own. */
export const demoDomain = "demo.example";

const visitsOfDay = 232;
/** From Sunday to Saturday: people look for coffee at work more than at the weekend. */
const weekdayShares = [0.82, 1.08, 1.1, 1.07, 1.05, 1, 0.78];
/** From January to December: August is away, December buys presents. */
const monthShares = [0.97, 0.96, 0.98, 1, 0.97, 0.93, 0.86, 0.8, 1, 1.04, 1.16, 1.22];
const hourShares = [
  6, 3, 2, 1, 1, 3, 9, 22, 38, 46, 50, 48, 47, 49, 47, 45, 44, 44, 43, 45, 51, 48, 33, 16,
];
const weekendHourShares = [
  9, 5, 3, 2, 1, 2, 4, 10, 24, 42, 54, 55, 47, 44, 46, 48, 47, 45, 43, 46, 50, 46, 33, 18,
];
const hourMs = 3_600_000;

/**
 * All events of one day, in no order: the same for the same day of the calendar and the same
 * distance from today. Visits that would go on past midnight end before it.
 */
export function eventsOfDay(day: Day, daysAgo: number, zone: string): DemoEvent[] {
  const random = createRandom(`${day} ${daysAgo}`);
  const usual = usualVisits(day, daysAgo) * random.between(0.92, 1.08);
  const origins = [
    ...repeat(usual, () => random.pick(everyday)),
    ...occasionsOn(day, daysAgo).flatMap(({ origin, share }: Occasion) =>
      repeat(usual * share * random.between(0.85, 1.15), () => origin),
    ),
  ];
  const endsAt = dayStart(zone, addDays(day, 1)).getTime();
  return origins
    .flatMap((origin) => eventsOfVisitor(random, origin, { day, zone }))
    .filter((event) => Date.parse(event.last_seen_at) < endsAt);
}

/** The site grew: a year ago it had not half the visits. */
function usualVisits(day: Day, daysAgo: number): number {
  const date = new Date(`${day}T00:00:00Z`);
  const growth = 1.32 * Math.exp(-daysAgo / 420);
  const season = monthShares[date.getUTCMonth()] ?? 1;
  return visitsOfDay * growth * season * (weekdayShares[date.getUTCDay()] ?? 1);
}

/** One visitor's day: a visit, and with some a second one hours later, mostly straight here. */
function eventsOfVisitor(
  random: Random,
  origin: Origin,
  { day, zone }: { day: Day; zone: string },
): DemoEvent[] {
  const person = anyPerson(random);
  const visitor = random.key();
  const startMs = dayStart(zone, day).getTime() + startOfVisit(random, day);
  const visit = { random, person, visitor, day };
  const events = eventsOfVisit({ ...visit, origin, startMs });
  if (!random.chance(0.09)) return events;
  const again = startMs + random.between(1, 6) * hourMs;
  const from = random.chance(0.7) ? direct : origin;
  return [...events, ...eventsOfVisit({ ...visit, origin: from, startMs: again })];
}

function eventsOfVisit(visit: {
  random: Random;
  person: Person;
  visitor: number;
  day: Day;
  origin: Origin;
  startMs: number;
}): DemoEvent[] {
  const { random, person, visitor, day, origin, startMs } = visit;
  const { entry: _entry, ...attributes } = origin;
  return walk(random, origin).map(({ atMs, seenMs, engagedMs, ...step }) => ({
    ...step,
    ...attributes,
    ...person,
    day,
    visitor,
    id: random.key(),
    ts: new Date(startMs + atMs).toISOString(),
    last_seen_at: new Date(startMs + seenMs).toISOString(),
    hostname: demoDomain,
    engaged_ms: engagedMs,
  }));
}

function startOfVisit(random: Random, day: Day): number {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const shares = weekday === 0 || weekday === 6 ? weekendHourShares : hourShares;
  const hours: Weighted<number> = shares.map((share, hour) => [hour, share] as const);
  return Math.floor((random.pick(hours) + random.unit()) * hourMs);
}

function repeat<T>(times: number, make: () => T): T[] {
  return Array.from({ length: Math.round(times) }, make);
}
