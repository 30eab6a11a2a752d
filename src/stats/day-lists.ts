import type { Sql } from "#src/db/client.ts";
import { loadAhead, portionsOf } from "#src/lib/ahead.ts";
import { breathe } from "#src/lib/breathe.ts";
import type { Day } from "#src/lib/time.ts";
import { figureNames } from "./figures.ts";
import type { DayList, SiteMemory } from "./memory.ts";
import type { Versions } from "./versions.ts";

/** Several lists of some days of a site. Shape: a list that a day has not got is empty. */
export interface DayLists {
  days: readonly Day[];
  listOf(day: Day, name: string): DayList;
}

interface Question {
  siteId: number;
  memory: SiteMemory;
  names: readonly string[];
  versions: Versions;
}

/** A row of `daily_lists`. Shape: `values` is a JSON list, the rest are arrays of PostgreSQL's. */
type Row = { day: Day; name: string; values: string } & Record<FigureColumn, string>;
type FigureColumn = (typeof figureColumns)[number];

/** The columns of figures of `daily_lists`, each an array as long as its values. */
export const figureColumns = [
  "visitors",
  "visits",
  "pageviews",
  "bounces",
  "engaged_ms",
  "events",
  "scroll",
] as const;

const portionDays = 32;

/** The lists of the days that have figures, in order, from memory or else from `daily_lists`. */
export function readDayLists(sql: Sql, question: Question): AsyncGenerator<DayLists> {
  const portions = portionsOf([...question.versions.keys()], portionDays);
  return loadAhead(portions, (days) => loadLists(sql, question, days));
}

async function loadLists(sql: Sql, question: Question, days: readonly Day[]): Promise<DayLists> {
  const { memory, names, versions } = question;
  const found = new Map<string, DayList>();
  const missing: { day: Day; name: string }[] = [];
  for (const day of days)
    for (const name of names) {
      const held = memory.listOf(day, name, versions.get(day) ?? "");
      if (held) found.set(keyOf(day, name), held);
      else missing.push({ day, name });
    }
  const rows = missing.length > 0 ? await readRows(sql, question.siteId, missing) : new Map();
  for (const { day, name } of missing) {
    await breathe();
    const list = listOfRow(rows.get(keyOf(day, name)), versions.get(day) ?? "", (text) =>
      memory.dictionaryOf(name).idOf(text),
    );
    memory.holdList(day, name, list);
    found.set(keyOf(day, name), list);
  }
  return {
    days,
    listOf: (day, name) => found.get(keyOf(day, name)) ?? emptyList,
  };
}

/** May read more than is missing: every missing name of every missing day. */
async function readRows(
  sql: Sql,
  siteId: number,
  missing: readonly { day: Day; name: string }[],
): Promise<Map<string, Row>> {
  const rows = await sql<Row[]>`
    select day::text, dimension as name, array_to_json(value)::text as "values", visitors::text,
           visits::text, pageviews::text, bounces::text, engaged_ms::text, events::text,
           scroll::text
    from daily_lists
    where site_id = ${siteId}
      and dimension = any (${[...new Set(missing.map(({ name }) => name))]})
      and day = any (${[...new Set(missing.map(({ day }) => day))]}::date[])
  `;
  return new Map(rows.map((row) => [keyOf(row.day, row.name), row]));
}

function listOfRow(row: Row | undefined, version: string, idOf: (text: string) => number): DayList {
  if (!row) return { ...emptyList, version };
  const ids = Uint32Array.from(JSON.parse(row.values) as string[], idOf as never);
  const sums = new Float64Array(ids.length * figureNames.length);
  for (const [place, column] of figureColumns.entries()) {
    const figures = JSON.parse(`[${row[column].slice(1, -1)}]`) as number[];
    for (let at = 0; at < ids.length; at++)
      sums[at * figureNames.length + place] = figures[at] ?? 0;
  }
  return { version, ids, sums };
}

const emptyList: DayList = {
  version: "",
  ids: new Uint32Array(),
  sums: new Float64Array(),
};

function keyOf(day: Day, name: string): string {
  return `${day} ${name}`;
}
