import type { Sql } from "#src/db/client.ts";
import { breathe } from "#src/lib/breathe.ts";
import type { Day } from "#src/lib/time.ts";
import { conversionKinds } from "./acts.ts";
import type { Count, Moment, Wanted } from "./count.ts";
import { readDayLists } from "./day-lists.ts";
import { figureNames, figuresAt } from "./figures.ts";
import { type DayList, memoryOf } from "./memory.ts";
import type { Scope } from "./scope.ts";
import { type Dictionary, placeOf, Tally } from "./tally.ts";
import type { Versions } from "./versions.ts";
import { emptyWeek, placeInWeek, type Week } from "./week.ts";

/** Counts all visits of a range by adding the lists of its days up. */
export async function countLists(
  sql: Sql,
  { siteId }: Scope,
  { lists, grain, conversionsBy, hasWeek = false }: Wanted,
  versions: Versions,
): Promise<Count> {
  const memory = memoryOf(sql, siteId);
  const week = hasWeek ? emptyWeek() : null;
  const count: Count = { days: [], moments: [], lists: new Map(), week };
  for (const name of lists) count.lists.set(name, new Tally(memory.dictionaryOf(name)));
  const hasHours = grain === "hour" || hasWeek;
  const names = new Set([
    ...["total", ...(hasHours ? ["hour"] : []), ...(conversionsBy ? ["kind"] : [])],
    ...lists,
  ]);
  const hours = memory.dictionaryOf("hour");
  const kinds = memory.dictionaryOf("kind");
  const question = { siteId, memory, names: [...names], versions };
  for await (const { days, listOf } of readDayLists(sql, question))
    for (const day of days) {
      await breathe();
      const whole = momentsOf(day, listOf(day, "total"), null);
      const conversions = conversionsBy && {
        conversions: conversionsIn(listOf(day, "kind"), kinds),
      };
      count.days.push(...whole.map((moment) => ({ ...moment, ...conversions })));
      if (week) addHours(week, day, { list: listOf(day, "hour"), hours });
      if (grain === "hour") count.moments.push(...momentsOf(day, listOf(day, "hour"), hours));
      for (const [name, tally] of count.lists) addList(tally, listOf(day, name));
    }
  return { ...count, moments: grain === "hour" ? count.moments : count.days };
}

function momentsOf(day: Day, { ids, sums }: DayList, labels: Dictionary | null): Moment[] {
  return Array.from(ids, (id, row) => ({
    day,
    label: labels?.values[id] ?? "",
    figures: figuresAt(sums, row * figureNames.length),
  }));
}

/** How often there was an act of a kind that is a conversion. */
function conversionsIn({ ids, sums }: DayList, { values }: Dictionary): number {
  let sum = 0;
  for (let row = 0; row < ids.length; row++)
    if (conversionKinds.includes(values[ids[row] ?? 0] ?? ""))
      sum += sums[row * figureNames.length + placeOf.events] ?? 0;
  return sum;
}

function addHours(week: Week, day: Day, { list, hours }: { list: DayList; hours: Dictionary }) {
  for (let row = 0; row < list.ids.length; row++) {
    const place = placeInWeek(day, hours.values[list.ids[row] ?? 0] ?? "");
    week[place]! += list.sums[row * figureNames.length + placeOf.visitors] ?? 0;
  }
}

function addList(tally: Tally, { ids, sums }: DayList): void {
  for (let row = 0; row < ids.length; row++)
    tally.add(ids[row] ?? 0, sums, row * figureNames.length);
}
