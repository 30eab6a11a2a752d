import { zoneOffsetMs } from "#src/lib/time.ts";
import type { Dimension } from "#src/stats/dimensions.ts";
import type { Figures } from "#src/stats/figures.ts";
import type { Filter } from "#src/stats/filter.ts";
import type { EventFields } from "./events.ts";

// The numbers once more, counted with plain arrays and without SQL, as simply as can be.

export interface OracleVisit {
  /** The visitor and the day. */
  visitor: string;
  day: string;
  startedAt: string;
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
        visit = { visitor, day: event.day, startedAt: event.ts, views: [], others: [] };
        visits.push(visit);
      }
      (event.kind === "pageview" ? visit.views : visit.others).push(event);
      seenAt = Math.max(seenAt, Date.parse(event.last_seen_at));
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
  };
}

function isBounce({ views, others }: OracleVisit): boolean {
  return views.length === 1 && others.length === 0;
}

/** The values of a dimension that a visit has; a page, a kind, a name and a target may be many. */
function valuesOf({ views, others }: OracleVisit, dimension: Dimension): string[] {
  const entry = views[0] ?? others[0];
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
      return [...new Set(others.flatMap((event) => actValue(event, dimension)))];
    default:
      return [entry?.[dimension] ?? ""];
  }
}

function actValue({ kind, name, target }: EventFields, dimension: "kind" | "event" | "target") {
  if (dimension === "kind") return [kind];
  const isNamed = ["custom", "cta", "form"].includes(kind);
  const value = dimension === "event" ? isNamed && name : !isNamed && target;
  return value ? [value] : [];
}

/** Whether a visit passes a filter. */
export function passes(visit: OracleVisit, { dimension, operator, values }: Filter): boolean {
  const own = dimension.startsWith("prop:")
    ? visit.others.flatMap(({ props }) => {
        const value = (props as Record<string, unknown> | null)?.[dimension.slice(5)];
        return value === undefined ? [] : [String(value)];
      })
    : valuesOf(visit, dimension as Dimension);
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
export function panelOf(visits: readonly OracleVisit[], dimension: Dimension) {
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
function figuresIn(own: readonly OracleVisit[], dimension: Dimension, value: string): Figures {
  const figures = figuresOf(own);
  if (dimension === "path") {
    const views = own.flatMap((visit) => visit.views.filter(({ path }) => path === value));
    const others = own.flatMap((visit) => visit.others.filter(({ path }) => path === value));
    const engagedMs = views.reduce((ms, view) => ms + view.engaged_ms, 0);
    return { ...figures, pageviews: views.length, engagedMs, events: others.length };
  }
  if (dimension === "kind" || dimension === "event" || dimension === "target") {
    const acts = own.flatMap((visit) => visit.others.flatMap((one) => actValue(one, dimension)));
    const events = acts.filter((act) => act === value).length;
    return { ...figures, pageviews: 0, bounces: 0, engagedMs: 0, events };
  }
  return figures;
}

/** The figures by days. */
export function daysOf(visits: readonly OracleVisit[]): Map<string, Figures> {
  return new Map(
    [...Map.groupBy(visits, ({ day }) => day)].map(([day, of]) => [day, figuresOf(of)]),
  );
}

/**
 * Visits and pageviews by the hours on the wall clock: visits where they began, pageviews where they
 * happened, but never on another day than their visit's.
 */
export function hoursOf(visits: readonly OracleVisit[], zone: string) {
  const hours = new Map<string, { visits: number; pageviews: number }>();
  const add = (day: string, ts: string, name: "visits" | "pageviews") => {
    const wall = new Date(Date.parse(ts) + zoneOffsetMs(new Date(ts), zone)).toISOString();
    const at = wall.slice(0, 10) > day ? `${day}T23:00` : `${wall.slice(0, 13)}:00`;
    const hour = hours.get(at) ?? { visits: 0, pageviews: 0 };
    hour[name] += 1;
    hours.set(at, hour);
  };
  for (const { day, startedAt, views } of visits) {
    add(day, startedAt, "visits");
    for (const { ts } of views) add(day, ts, "pageviews");
  }
  return hours;
}
