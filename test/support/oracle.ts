import { zoneOffsetMs } from "#src/lib/time.ts";
import type { List } from "#src/stats/count.ts";
import type { originDimensions } from "#src/stats/dimensions.ts";
import type { Figures } from "#src/stats/figures.ts";
import type { Filter } from "#src/stats/filter.ts";
import type { EventFields } from "./events.ts";

// The numbers once more, counted with plain arrays and without SQL, as simply as can be.

type OriginDimension = (typeof originDimensions)[number];

export interface OracleVisit {
  /** The visitor and the day. */
  visitor: string;
  day: string;
  startedAt: string;
  /** The last sign of life. */
  seenAtMs: number;
  /** In the order of their start. */
  views: EventFields[];
  others: EventFields[];
}

/** The visits of events of one site. */
export function visitsOf(events: readonly EventFields[]): OracleVisit[] {
  const visits: OracleVisit[] = [];
  const byVisitor = Map.groupBy(events, (event) => `${event.day} ${event.visitor}`);
  for (const [visitor, own] of byVisitor) {
    let seenAt = Number.NEGATIVE_INFINITY;
    let visit: OracleVisit | undefined;
    for (const event of own.toSorted((a, b) => a.ts.localeCompare(b.ts) || a.id - b.id)) {
      if (!visit || Date.parse(event.ts) - seenAt > 30 * 60_000) {
        visit = {
          ...{ visitor, day: event.day },
          startedAt: event.ts,
          seenAtMs: 0,
          views: [],
          others: [],
        };
        visits.push(visit);
      }
      (event.kind === "pageview" ? visit.views : visit.others).push(event);
      seenAt = Math.max(seenAt, Date.parse(event.last_seen_at));
      visit.seenAtMs = seenAt;
    }
  }
  return visits;
}

/** The figures of visits. */
export function figuresOf(visits: readonly OracleVisit[]): Figures {
  const sum = (count: (visit: OracleVisit) => number) =>
    visits.reduce((total, visit) => total + count(visit), 0);
  return {
    visitors: new Set(visits.map((visit) => visit.visitor)).size,
    visits: visits.length,
    pageviews: sum((visit) => visit.views.length),
    bounces: sum((visit) => Number(isBounce(visit))),
    engagedMs: sum((visit) => visit.views.reduce((ms, view) => ms + view.engaged_ms, 0)),
    events: sum((visit) => visit.others.length),
    scroll: 0,
  };
}

function isBounce({ views, others }: OracleVisit): boolean {
  return views.length === 1 && others.length === 0;
}

/** The values of a list that a visit has; a page, a kind, a name, a property may have many. */
function valuesOf({ views, others }: OracleVisit, dimension: List): string[] {
  const entry = views[0] ?? others[0];
  if (dimension.startsWith("prop"))
    return [...new Set(others.flatMap((event) => actValues(event, dimension)))];
  switch (dimension) {
    case "path":
      return [...new Set(views.map(({ path }) => path))];
    case "entry_path":
      return [entry?.path ?? ""];
    case "exit_path":
      return [(views.at(-1) ?? others.at(-1))?.path ?? ""];
    case "kind":
    case "event":
    case "target":
      return [...new Set(others.flatMap((event) => actValues(event, dimension)))];
    default:
      return [entry?.[dimension as OriginDimension] ?? ""];
  }
}

function actValues({ kind, name, target, props }: EventFields, dimension: List): string[] {
  const entries = Object.entries(props ?? {}).map(([key, value]) => [key, String(value)]);
  const own = dimension.slice(dimension.indexOf(":") + 1);
  if (dimension.startsWith("prop:"))
    return entries.flatMap(([key, value = ""]) => (key === own ? [value] : []));
  if (dimension.startsWith("props:")) {
    const isOwn = name === own && ["custom", "cta", "form"].includes(kind);
    return isOwn ? entries.map((pair) => pair.join("\0")) : [];
  }
  if (dimension === "kind") return [kind];
  const isNamed = ["custom", "cta", "form"].includes(kind);
  const value = dimension === "event" ? isNamed && name : !isNamed && target;
  return value ? [value] : [];
}

/** Whether a visit passes a filter. */
export function passes(visit: OracleVisit, { dimension, operator, values }: Filter): boolean {
  const own = valuesOf(visit, dimension);
  const isMatch = own.some((value) =>
    values.some((wanted) =>
      operator.startsWith("is")
        ? value === wanted
        : value.toLowerCase().includes(wanted.toLowerCase()),
    ),
  );
  return isMatch !== operator.endsWith("not");
}

/** The rows of a panel. What says nothing but "none" is left out, as in no campaign. */
export function panelOf(visits: readonly OracleVisit[], dimension: List) {
  const values = [...new Set(visits.flatMap((visit) => valuesOf(visit, dimension)))];
  const saysNone = /^utm_|^(region|city|browser_version|os_version)$/.test(dimension);
  return values
    .filter((value) => value !== "" || !saysNone)
    .map((value) => {
      const own = visits.filter((visit) => valuesOf(visit, dimension).includes(value));
      return { value, ...figuresIn(own, dimension, value) };
    });
}

/** Of a page its own time and events; of an act only how often. */
function figuresIn(own: readonly OracleVisit[], dimension: List, value: string): Figures {
  const figures = figuresOf(own);
  if (dimension === "path") {
    const views = own.flatMap((visit) => visit.views.filter(({ path }) => path === value));
    const others = own.flatMap((visit) => visit.others.filter(({ path }) => path === value));
    const engagedMs = views.reduce((ms, view) => ms + view.engaged_ms, 0);
    const scroll = own.reduce((sum, visit) => {
      const depths = visit.views.filter(({ path }) => path === value).map((view) => view.scroll);
      return sum + Math.max(...depths);
    }, 0);
    return { ...figures, pageviews: views.length, engagedMs, events: others.length, scroll };
  }
  if (/^(kind|event|target|props?:.*)$/.test(dimension)) {
    const acts = own.flatMap((visit) => visit.others.flatMap((one) => actValues(one, dimension)));
    const events = acts.filter((act) => act === value).length;
    return { ...figures, pageviews: 0, bounces: 0, engagedMs: 0, events };
  }
  return figures;
}

/** The conversions of visits, in order of visits. */
export function conversionsOf(visits: readonly OracleVisit[]): EventFields[] {
  const others = visits.flatMap((visit) => visit.others);
  return others.filter(({ kind }) => kind !== "outbound" && kind !== "download");
}

/** The figures by days. */
export function daysOf(visits: readonly OracleVisit[]): Map<string, Figures> {
  return new Map(
    [...Map.groupBy(visits, ({ day }) => day)].map(([day, of]) => [day, figuresOf(of)]),
  );
}

/** By hours of a day: visits where they began, pageviews where they happened. */
export interface OracleHour {
  visits: number;
  visitors: Set<string>;
  pageviews: number;
  events: number;
  conversions: number;
}

/** The hours on the wall clock; nothing is counted on another day than its visit's. */
export function hoursOf(visits: readonly OracleVisit[], zone: string) {
  const hours = new Map<string, OracleHour>();
  const hourOf = (day: string, ts: string) => {
    const wall = new Date(Date.parse(ts) + zoneOffsetMs(new Date(ts), zone)).toISOString();
    const at = wall.slice(0, 10) > day ? `${day}T23:00` : `${wall.slice(0, 13)}:00`;
    const hour = hours.get(at) ?? {
      visits: 0,
      visitors: new Set(),
      pageviews: 0,
      events: 0,
      conversions: 0,
    };
    hours.set(at, hour);
    return hour;
  };
  for (const visit of visits) {
    const { day, visitor, startedAt, views, others } = visit;
    const begun = hourOf(day, startedAt);
    begun.visits += 1;
    begun.visitors.add(visitor);
    for (const { ts } of views) hourOf(day, ts).pageviews += 1;
    for (const { ts } of others) hourOf(day, ts).events += 1;
    for (const { ts } of conversionsOf([visit])) hourOf(day, ts).conversions += 1;
  }
  return hours;
}
