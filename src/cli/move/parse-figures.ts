import { type Day, parseDay } from "#src/lib/time.ts";
import { figureColumns } from "#src/stats/day-lists.ts";
import { dailyDimensions } from "#src/stats/dimensions.ts";
import { firstDay } from "./format.ts";
import { Fault, readList, readObject, readText, readWhole } from "./shape.ts";

/** A row of `daily_lists` but for its site. Shape: all lists are as long as `value`. */
export type MovedList = Record<(typeof figureColumns)[number], number[]> & {
  day: Day;
  dimension: string;
  value: string[];
};

const textMax = 700;
const intMax = 2 ** 31 - 1;

/** Reads a list of a day whose events are not kept any more. Errors: `Fault`. */
export function parseFigures(value: unknown, eventsFrom: Day | null): MovedList {
  const list = readObject(value, "figures", ["day", "dimension", "value", ...figureColumns]);
  const day = readFinalDay(list.day, eventsFrom);
  const { dimension } = list;
  if (!(dailyDimensions as readonly unknown[]).includes(dimension))
    throw new Fault("dimension is none that is counted");
  const values = readList(list.value, "value").map((text) => readText(text, "value", textMax));
  if (new Set(values).size < values.length) throw new Fault("value has one text twice");
  const numbers = figureColumns.map((name) => {
    const max = name === "engaged_ms" || name === "scroll" ? Number.MAX_SAFE_INTEGER : intMax;
    const figures = readList(list[name], name, values.length);
    return [name, figures.map((figure) => readWhole(figure, name, max))];
  });
  return { ...Object.fromEntries(numbers), day, dimension, value: values } as MovedList;
}

/** A day before those that have events. */
export function readFinalDay(value: unknown, eventsFrom: Day | null): Day {
  const day = parseDay(typeof value === "string" ? value : null);
  if (!day) throw new Fault("day is no day such as 2026-01-31");
  if (day < firstDay) throw new Fault(`day is before ${firstDay}`);
  if (!eventsFrom || day >= eventsFrom)
    throw new Fault(`day has its events, so that its figures are not to be given`);
  return day;
}
