const uuid = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/gi;
const wordMin = 16;
/** What every text has that anything is masked in; most paths have neither. */
const suspicious = /@|%40|[^/]{16}/;
const segmentMin = 24;
/**
 * How many of a word's neighbours change between digits, small and capital letters. Random hex and
 * base64 have 0.4 and more; words of a language with a number, such as `internationalisation2026`
 * or `iPhone15Pro`, hardly 0.2. Of a whole segment more is asked, since `Top-10-Of-2026` is none.
 */
const randomWordShare = 0.3;
const randomSegmentShare = 0.35;

/**
 * Masks what may point to a person in a path or a name: e-mail addresses become `[email]`, and
 * segments that hold a long random word, such as the token of a reset link, become `[token]`.
 */
export function maskPersonal(text: string): string {
  if (!suspicious.test(text)) return text;
  return text
    .split(/([/\s])/)
    .map((word) => (hasEmail(word) ? "[email]" : word))
    .join("")
    .replace(uuid, "[token]")
    .split("/")
    .map((segment) => (hasToken(segment) ? "[token]" : segment))
    .join("/");
}

/**
 * Whether a word has an address in it: something, an at sign, something, a dot and something more.
 * Looked for sign by sign, as a pattern for it takes the square of the length of what was made to.
 */
function hasEmail(word: string): boolean {
  const plain = word.replaceAll("%40", "@");
  const at = plain.search(/[^@]@[^@]/);
  if (at < 0) return false;
  const dot = plain.indexOf(".", at + 3);
  return dot > 0 && dot < plain.length - 1;
}

function hasToken(segment: string): boolean {
  if (segment.length < wordMin) return false;
  const words = segment.split(/[^A-Za-z\d]+/);
  if (words.some((word) => word.length >= wordMin && changeShare(word) >= randomWordShare))
    return true;
  // Base64 of addresses has `-` and `_` among its signs, which break it into short words.
  const whole = words.join("");
  return whole.length >= segmentMin && changeShare(whole) >= randomSegmentShare;
}

function changeShare(word: string): number {
  let changes = 0;
  for (let at = 1; at < word.length; at++) {
    const [before, here] = [kindOf(word, at - 1), kindOf(word, at)];
    // A capital followed by a small letter is how words begin.
    if (before !== here && !(before === "capital" && here === "small")) changes += 1;
  }
  return changes / word.length;
}

function kindOf(word: string, at: number): "digit" | "capital" | "small" {
  const sign = word[at] ?? "";
  if (sign <= "9") return "digit";
  return sign <= "Z" ? "capital" : "small";
}
