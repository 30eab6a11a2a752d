import type { Sql } from "#src/db/client.ts";

/**
 * The figures of a range, or of one value of a dimension in it.
 * Units: `engagedMs` is milliseconds of all visits together. All of them can be added up over days.
 */
export interface Figures {
  visitors: number;
  visits: number;
  pageviews: number;
  /** Visits of one pageview and no other event. */
  bounces: number;
  engagedMs: number;
  /** What was done besides viewing pages. */
  events: number;
}

/** The figures of nothing. */
export const noFigures: Readonly<Figures> = {
  visitors: 0,
  visits: 0,
  pageviews: 0,
  bounces: 0,
  engagedMs: 0,
  events: 0,
};

/** Adds two figures up. */
export function addFigures(one: Figures, other: Figures): Figures {
  return {
    visitors: one.visitors + other.visitors,
    visits: one.visits + other.visits,
    pageviews: one.pageviews + other.pageviews,
    bounces: one.bounces + other.bounces,
    engagedMs: one.engagedMs + other.engagedMs,
    events: one.events + other.events,
  };
}

/** The select list that sums rows of `daily` up; as float8, which arrives as numbers. */
export function sumOfFigures(sql: Sql) {
  return sql`
    coalesce(sum(visitors), 0)::float8 as visitors,
    coalesce(sum(visits), 0)::float8 as visits,
    coalesce(sum(pageviews), 0)::float8 as pageviews,
    coalesce(sum(bounces), 0)::float8 as bounces,
    coalesce(sum(engaged_ms), 0)::float8 as "engagedMs",
    coalesce(sum(events), 0)::float8 as events
  `;
}
