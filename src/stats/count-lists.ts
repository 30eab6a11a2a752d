import type { Sql } from "#src/db/client.ts";
import { breathe } from "#src/lib/breathe.ts";
import type { Day } from "#src/lib/time.ts";
import type { Count, Moment, Wanted } from "./count.ts";
import { readDayLists } from "./day-lists.ts";
import { figureNames, figuresAt } from "./figures.ts";
import { type DayList, memoryOf } from "./memory.ts";
import type { Scope } from "./scope.ts";
import { type Dictionary, Tally } from "./tally.ts";
import type { Versions } from "./versions.ts";

/** Counts all visits of a range by adding the lists of its days up. */
export async function countLists(
  sql: Sql,
  { siteId }: Scope,
  { lists, grain }: Wanted,
  versions: Versions,
): Promise<Count> {
  const memory = memoryOf(sql, siteId);
  const count: Count = { days: [], moments: [], lists: new Map() };
  for (const name of lists) count.lists.set(name, new Tally(memory.dictionaryOf(name)));
  const names = [...new Set(["total", ...(grain === "hour" ? ["hour"] : []), ...lists])];
  const hours = memory.dictionaryOf("hour");
  for await (const { days, listOf } of readDayLists(sql, { siteId, memory, names, versions }))
    for (const day of days) {
      await breathe();
      count.days.push(...momentsOf(day, listOf(day, "total"), null));
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

function addList(tally: Tally, { ids, sums }: DayList): void {
  for (let row = 0; row < ids.length; row++)
    tally.add(ids[row] ?? 0, sums, row * figureNames.length);
}
