import { type IpRange, parseIpRange } from "#src/lib/ip.ts";

/** The most entries of one list. */
export const exclusionsMax = 100;
const patternMax = 300;

/**
 * The addresses of a list that a person types, apart by commas, spaces or lines: single ones and
 * ranges such as `203.0.113.0/24`; null if an entry is neither.
 */
export function parseExcludedIps(text: string): string[] | null {
  const entries = [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
  return entries.every((entry) => parseIpRange(entry) !== null) ? entries : null;
}

/**
 * The paths of a list that a person types, apart by lines or commas: each begins with `/`, and `*`
 * stands for anything, as in `/admin/*`; null if an entry is none.
 */
export function parseExcludedPaths(text: string): string[] | null {
  const entries = text
    .split(/[\n\r,]+/)
    .map((entry) => entry.trim())
    .filter(Boolean);
  const isPattern = (entry: string) => entry.startsWith("/") && entry.length <= patternMax;
  return entries.every(isPattern) ? [...new Set(entries)] : null;
}

/** The ranges of a stored list; an entry that nobody can read excludes nobody. */
export function rangesOf(entries: readonly string[]): IpRange[] {
  return entries.map(parseIpRange).filter((range) => range !== null);
}

/**
 * Whether a path is one that a pattern means.
 * The odd input: `/a*b*c` is looked for from the left, each piece once, so that no pattern can take
 * longer than the path is long.
 */
export function matchesPath(pattern: string, path: string): boolean {
  const [head = "", ...pieces] = pattern.split("*");
  const tail = pieces.pop();
  if (tail === undefined) return path === pattern;
  if (!path.startsWith(head)) return false;
  let at = head.length;
  for (const piece of pieces) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return path.length - tail.length >= at && path.endsWith(tail);
}
