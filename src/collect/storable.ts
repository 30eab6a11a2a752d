import type { EventRow } from "./event-row.ts";

// How many characters of a text are kept.
const textMax = {
  path: 600,
  hostname: 253,
  name: 120,
  target: 600,
  referrer: 600,
  source: 120,
  channel: 20,
  utm_source: 120,
  utm_medium: 120,
  utm_campaign: 120,
  utm_term: 120,
  utm_content: 120,
  country: 2,
  region: 100,
  city: 100,
  device: 20,
  browser: 60,
  browser_version: 20,
  os: 60,
  os_version: 20,
  language: 10,
  screen: 20,
} as const satisfies Partial<Record<keyof EventRow, number>>;

const textColumns = Object.keys(textMax) as (keyof typeof textMax)[];
const controls = /\p{Cc}/gu;
/** Anything but the printable signs of ASCII, which most texts consist of. */
const unusual = /[^ -~]/;

/**
 * Makes a text one that PostgreSQL takes: valid Unicode, no NUL (nor any other control character,
 * which no page would show), and at most `max` characters, none of them cut in half.
 * The odd inputs: `\u0000`, half of 👩 (`\ud83d`).
 */
export function storableText(text: string, max: number): string {
  if (text.length <= max && !unusual.test(text)) return text;
  const clean = text.toWellFormed().replace(controls, "");
  if (clean.length <= max) return clean;
  // A character has one or two units, so the first `max` of them lie within twice as many units.
  return Array.from(clean.slice(0, 2 * max))
    .slice(0, max)
    .join("");
}

/** Makes every text of a row storable. */
export function makeStorable(row: EventRow): void {
  for (const column of textColumns) row[column] = storableText(row[column], textMax[column]);
}
