import type { Sql } from "#src/db/client.ts";
import { breathe } from "#src/lib/breathe.ts";
import type { Day } from "#src/lib/time.ts";
import type { Count, List, Moment, Wanted } from "./count.ts";
import { unlessGiven, type VisitDimension } from "./dimensions.ts";
import { figuresAt } from "./figures.ts";
import { type DaySegment, memoryOf } from "./memory.ts";
import type { Scope } from "./scope.ts";
import { actValuesOf } from "./segments/acts.ts";
import {
  countActs,
  countBegun,
  countConversions,
  countPages,
  countStretches,
  countVisits,
  type Stretches,
} from "./segments/counters.ts";
import type { Segment } from "./segments/segment.ts";
import { selectVisits } from "./segments/select.ts";
import { readDaySegments } from "./segments/shelf.ts";
import { stretchesOf, wallHoursOf } from "./segments/stretches.ts";
import { Dictionary, placeOf, rowShift, Tally } from "./tally.ts";
import type { Versions } from "./versions.ts";
import { emptyWeek, placeInWeek, type Week } from "./week.ts";

/** Counts the visits of a range that match, day by day. */
export async function countSegments(
  sql: Sql,
  scope: Scope,
  { lists, grain, conversionsBy, hasWeek = false }: Wanted,
  versions: Versions,
): Promise<Count> {
  const { siteId, zone, filters, since } = scope;
  const memory = memoryOf(sql, siteId);
  const week = hasWeek ? emptyWeek() : null;
  const count: Count = { days: [], moments: [], lists: new Map(), week };
  for (const name of lists) {
    // The names of properties are anybody's; no dictionary of theirs is kept.
    const isProperty = name.startsWith("prop");
    count.lists.set(name, new Tally(isProperty ? new Dictionary() : memory.dictionaryOf(name)));
  }
  const question = { siteId, zone, filters, memory, versions, hasMinutes: grain !== "day" };
  for await (const { day, held } of readDaySegments(sql, question)) {
    await breathe();
    const { segment } = held;
    const selected = selectVisits(segment, filters, since);
    if (selected.length === 0) continue;
    const [conversions = 0] = conversionsBy ? countConversions(segment, selected, null) : [];
    const figures = wholeOf(segment, selected);
    count.days.push({ day, label: "", figures, ...(conversionsBy && { conversions }) });
    const place = { zone, day, base: segment.base };
    if (week) addHours(week, day, { segment, selected, hours: wallHoursOf(place) });
    if (grain !== "day") {
      const isTimed = conversionsBy === grain;
      const stretches = stretchesOf(grain, place);
      count.moments.push(...momentsOf(day, segment, { selected, stretches, isTimed }));
    }
    for (const [name, tally] of count.lists) {
      await breathe();
      addList(tally, held, { name, selected });
    }
  }
  return { ...count, moments: grain === "day" ? count.days : count.moments };
}

function wholeOf(segment: Segment, selected: Uint32Array) {
  return figuresAt(countVisits(segment, selected, { values: [""], codes: new Uint8Array() }), 0);
}

function momentsOf(
  day: Day,
  segment: Segment,
  of: { selected: Uint32Array; stretches: Stretches; isTimed: boolean },
): Moment[] {
  const { selected, stretches, isTimed } = of;
  const conversions = isTimed ? countConversions(segment, selected, stretches) : null;
  const sums = countStretches(segment, selected, stretches);
  return stretches.labels.flatMap((label, at) => {
    const figures = figuresAt(sums, at << rowShift);
    const { visits, pageviews, events } = figures;
    if (visits + pageviews + events === 0) return [];
    return [{ day, label, figures, ...(conversions && { conversions: conversions[at] ?? 0 }) }];
  });
}

function addHours(
  week: Week,
  day: Day,
  of: { segment: Segment; selected: Uint32Array; hours: Stretches },
): void {
  const visitors = countBegun(of.segment, of.selected, of.hours);
  for (const [at, label] of of.hours.labels.entries())
    week[placeInWeek(day, label)]! += visitors[at] ?? 0;
}

function addList(
  tally: Tally,
  held: DaySegment,
  { name, selected }: { name: List; selected: Uint32Array },
): void {
  const { segment } = held;
  const acts = actValuesOf(segment, name);
  if (acts) {
    const ids = Uint32Array.from(acts.values, (text) => tally.dictionary.idOf(text));
    addRows(tally, ids, countActs(segment, selected, acts));
    return;
  }
  const column = segment.texts[name as VisitDimension | "path"];
  const ids = idsOf(held, tally, column.values);
  const sums =
    name === "path" ? countPages(segment, selected) : countVisits(segment, selected, column);
  // Most visits have no campaign: that is no value of it.
  const none = unlessGiven.includes(name) ? column.values.indexOf("") : -1;
  if (none >= 0) sums.fill(0, none << rowShift, (none + 1) << rowShift);
  addRows(tally, ids, sums);
}

function addRows(tally: Tally, ids: Uint32Array, sums: Float64Array): void {
  for (let row = 0; row < ids.length; row++) {
    const at = row << rowShift;
    if (sums[at + placeOf.visits]! > 0) tally.add(ids[row]!, sums, at);
  }
}

/** The numbers that a column's values have in a list's dictionary; looked up once. */
function idsOf({ ids }: DaySegment, { dictionary }: Tally, values: readonly string[]): Uint32Array {
  const known = ids.get(dictionary);
  if (known) return known;
  const found = Uint32Array.from(values, (text) => dictionary.idOf(text));
  ids.set(dictionary, found);
  return found;
}
