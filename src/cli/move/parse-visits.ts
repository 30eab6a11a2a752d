import type { Day } from "#src/lib/time.ts";
import { visitDimensions } from "#src/stats/dimensions.ts";
import {
  type NumberColumn,
  numberColumns,
  packInts,
  type Segment,
  sizeOfColumns,
  type TextColumn,
  type Texts,
  textColumns,
} from "#src/stats/segments/segment.ts";
import { readFinalDay } from "./parse-figures.ts";
import { Fault, readList, readObject, readProps, readText, readWhole } from "./shape.ts";

const visitsMax = 20_000_000;
const intMax = 2 ** 32 - 1;
const textMax = 700;
const propsMax = 8_192;
/** Three days: a visit may begin before midnight in another zone and last. */
const minuteMax = 4_320;
/** The instants that a day may begin at. Units: ms. */
const [baseMin, baseMax] = [Date.parse("2014-12-30"), Date.parse("2100-01-01")];

const perPage: readonly string[] = ["views", "spentMs", "scroll", "did"];
const perMinute: readonly string[] = ["minute", "minuteViews", "minuteEvents"];
const ends: readonly string[] = ["pagesEnd", "actsEnd", "minutesEnd"];

/** Reads the visits of a day whose events are not kept any more. Errors: `Fault`. */
export function parseVisits(
  value: unknown,
  eventsFrom: Day | null,
): { day: Day; segment: Segment } {
  const visits = readObject(value, "visits", ["day", "base", "count", "numbers", "texts"]);
  const day = readFinalDay(visits.day, eventsFrom);
  const base = Number(visits.base);
  if (!Number.isInteger(base) || base < baseMin || base > baseMax)
    throw new Fault("base is no instant of a day");
  const count = readWhole(visits.count, "count", visitsMax);
  const numbers = readNumbers(visits.numbers, count);
  const texts = readTexts(visits.texts, {
    visits: count,
    pages: numbers.pagesEnd.at(-1) ?? 0,
    acts: numbers.actsEnd.at(-1) ?? 0,
  });
  const columns = { numbers, texts };
  const size = sizeOfColumns(columns);
  return { day, segment: { base, visits: count, hasMinutes: true, ...columns, size } };
}

function readNumbers(value: unknown, visits: number): Segment["numbers"] {
  const given = readObject(value, "numbers", numberColumns);
  const read = (name: NumberColumn, length: number) => {
    const max = name === "minute" ? minuteMax : intMax;
    return readList(given[name], name, length).map((one) => readWhole(one, name, max));
  };
  const [pages = 0, , minutes = 0] = ends.map((name) => {
    const list = read(name as NumberColumn, visits);
    if (list.some((end, at) => end < (list[at - 1] ?? 0))) throw new Fault(`${name} goes back`);
    return list.at(-1);
  });
  const person = read("person", visits);
  if (person.some((one, at) => one < (person[at - 1] ?? 0) || one > visits))
    throw new Fault("person is not in order");
  const rowsOf = (name: string) =>
    perPage.includes(name) ? pages : perMinute.includes(name) ? minutes : visits;
  return Object.fromEntries(
    numberColumns.map((name) => [name, packInts(read(name, rowsOf(name)))]),
  ) as Segment["numbers"];
}

function readTexts(
  value: unknown,
  rows: { visits: number; pages: number; acts: number },
): Segment["texts"] {
  const given = readObject(value, "texts", textColumns);
  const rowsOf = (name: TextColumn) => {
    if ((visitDimensions as readonly string[]).includes(name)) return rows.visits;
    return name === "path" ? rows.pages : rows.acts;
  };
  return Object.fromEntries(
    textColumns.map((name) => [name, readColumn(given[name], name, rowsOf(name))]),
  ) as Segment["texts"];
}

function readColumn(value: unknown, name: TextColumn, rows: number): Texts {
  const column = readObject(value, name, ["values", "codes"]);
  const values = readList(column.values, name).map((text) =>
    name === "props" ? readPropsText(text) : readText(text, name, textMax),
  );
  if (values.length === 0 && rows > 0) throw new Fault(`${name} has no values`);
  // Where there is one value all rows have it.
  const length = values.length > 1 ? rows : 0;
  const codes = readList(column.codes, name, length).map((code) =>
    readWhole(code, name, values.length - 1),
  );
  return { values, codes: packInts(codes) };
}

/** The properties of an event as the text of their JSON; empty without any. */
function readPropsText(value: unknown): string {
  const text = readText(value, "props", propsMax);
  if (text === "") return text;
  let props: unknown;
  try {
    props = JSON.parse(text);
  } catch {
    throw new Fault("props is no JSON");
  }
  readProps(props);
  return text;
}
