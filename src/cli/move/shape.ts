import { storableText } from "#src/collect/storable.ts";

// What is read of a file that anybody may have written: each of these says no by throwing.

/** What is wrong with a line, said behind its number. */
export class Fault extends Error {}

/** A value of JSON's. */
export type Json = Record<string, unknown>;

/** An object with exactly these keys. */
export function readObject(value: unknown, what: string, keys?: readonly string[]): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Fault(`${what} is no object`);
  const found = Object.keys(value);
  const odd = keys && found.find((key) => !keys.includes(key));
  if (odd !== undefined) throw new Fault(`${what} has "${odd.slice(0, 60)}", which is not known`);
  const missing = keys?.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) throw new Fault(`${what} has no ${missing}`);
  return value as Json;
}

/** A list of so many, where that is said. */
export function readList(value: unknown, what: string, length?: number): unknown[] {
  if (!Array.isArray(value)) throw new Fault(`${what} is no list`);
  if (length !== undefined && value.length !== length)
    throw new Fault(`${what} has ${value.length} values instead of ${length}`);
  return value;
}

/** A whole number from 0 on. */
export function readWhole(value: unknown, what: string, max: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= max)
    return value;
  throw new Fault(`${what} is no whole number from 0 to ${max}`);
}

/** A text that the collector would have stored as it is. */
export function readText(value: unknown, what: string, max: number): string {
  if (typeof value !== "string") throw new Fault(`${what} is no text`);
  if (storableText(value, max) !== value)
    throw new Fault(`${what} is longer than ${max} characters, or holds control characters`);
  return value;
}

const depthMax = 5;
const keysMax = 40;
const keyMax = 300;
const textMax = 4_096;
const propsBytesMax = 8_192;

/** Properties of an event: what the collector makes of 16 KB that a page may send. */
export function readProps(value: unknown): Json {
  const props = readObject(value, "props");
  let keys = 0;
  const look = (part: unknown, depth: number): void => {
    if (typeof part === "string") return void readText(part, "a value of props", textMax);
    if (typeof part === "number" && !Number.isFinite(part))
      throw new Fault("props has a number that is none");
    if (typeof part !== "object" || part === null) return;
    if (depth > depthMax) throw new Fault("props is nested too deeply");
    if (!Array.isArray(part)) {
      const own = Object.keys(part);
      keys += own.length;
      if (keys > keysMax) throw new Fault("props has too many keys");
      for (const key of own) readText(key, "a key of props", keyMax);
    }
    for (const item of Object.values(part)) look(item, depth + 1);
  };
  look(props, 1);
  if (Buffer.byteLength(JSON.stringify(props)) > propsBytesMax)
    throw new Fault("props is too large");
  return props;
}
