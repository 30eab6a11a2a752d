import { type Message, type MessageKind, wireVersion } from "#tracker/contract.ts";
import type { DropReason } from "./drop-reason.ts";
import { storableText } from "./storable.ts";

export type { Message } from "#tracker/contract.ts";

/** The largest body that is read. Units: bytes. */
export const bodyMaxBytes = 16 * 1024;
const urlMax = 2_048;
const nameMax = 300;
const propsMaxBytes = 1_024;
const keysMax = 32;
const depthMax = 4;
const countMax = 1_000_000;
/** Nothing of a day can be told later than this; a longer age is as good as this one. */
const ageMaxMs = 7 * 86_400_000;

const kinds: readonly string[] = ["v", "b", "x", "c", "f"] satisfies MessageKind[];

type Payload = { ok: true; message: Message } | { ok: false; why: DropReason };
type Json = Record<string, unknown>;

const malformed: Payload = { ok: false, why: "malformed" };

/**
 * Reads a body. Numbers are brought into their bounds, since a browser's clock may be anything;
 * what has the wrong type is refused. Keys that nobody knows are left out.
 * The odd inputs: `1e400` (read as Infinity), `{"__proto__": …}`, a kind of a newer contract, which
 * is taken as a sign of life of its view.
 */
export function parsePayload(body: string): Payload {
  const json = parseJson(body);
  if (!isRecord(json)) return malformed;
  const { v = wireVersion, t, i, u } = json;
  if (!isNumber(v) || v < 1 || !isNumber(i)) return malformed;
  if (typeof u !== "string" || u.length > urlMax) return malformed;
  const kind = parseKind(t, v);
  const props = json.p === undefined ? {} : parseProps(json.p);
  if (!kind || !props) return malformed;
  const isOwnEvent = kind === "x";
  const ownProps = isOwnEvent ? props : elementProps(props);
  if (byteLength(ownProps) > propsMaxBytes) return { ok: false, why: "too_large" };
  const message = {
    v,
    t: kind,
    i,
    k: parseCount(json.k, countMax),
    a: parseCount(json.a, ageMaxMs),
    u,
    q: parseText(json.q, urlMax),
    r: parseText(json.r, urlMax),
    e: parseCount(json.e, ageMaxMs),
    y: parseCount(json.y, 100),
    n: parseText(json.n, nameMax),
    p: props,
  };
  return isOwnEvent && message.n === "" ? malformed : { ok: true, message };
}

const propMark = "data-track-prop-";

/** The properties that an element's author has given it: `data-track-prop-plan="pro"` and the like. */
export function elementProps(says: Json): Json {
  return Object.fromEntries(
    Object.entries(says)
      .filter(([name]) => name.startsWith(propMark))
      .map(([name, value]) => [name.slice(propMark.length), value]),
  );
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function parseKind(t: unknown, v: number): MessageKind | null {
  if (typeof t !== "string") return null;
  if (kinds.includes(t)) return t as MessageKind;
  return v > wireVersion ? "b" : null;
}

/** A whole number from 0 to `max`; what is no number counts as none. */
function parseCount(value: unknown, max: number): number {
  if (!isNumber(value)) return 0;
  return Math.min(Math.max(Math.floor(value), 0), max);
}

function parseText(value: unknown, max: number): string {
  return typeof value === "string" ? storableText(value, max) : "";
}

/** The properties with every text storable; null when they are too many or too deep. */
function parseProps(value: unknown): Json | null {
  if (!isRecord(value)) return null;
  let keys = 0;
  const clean = (part: unknown, depth: number): unknown => {
    if (typeof part === "string") return storableText(part, bodyMaxBytes);
    if (typeof part !== "object" || part === null) return part;
    if (depth > depthMax) throw new RangeError("too deep");
    if (Array.isArray(part)) return part.map((item) => clean(item, depth + 1));
    keys += Object.keys(part).length;
    if (keys > keysMax) throw new RangeError("too many keys");
    // Defines own properties, whatever their names: `__proto__` stays a plain one.
    return Object.fromEntries(
      Object.entries(part).map(([key, item]) => [
        storableText(key, nameMax),
        clean(item, depth + 1),
      ]),
    );
  };
  try {
    return clean(value, 1) as Json;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function byteLength(props: Json): number {
  return Buffer.byteLength(JSON.stringify(props));
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
