/** Makes bodies that a collector might be sent, most of them wrong in some way. */
export interface Fuzzer {
  next(): string | Uint8Array<ArrayBuffer>;
}

/** Values that have broken parsers, databases or counters before. */
const oddValues: readonly string[] = [
  ...["null", "true", "0", "-1", "-0", "1e400", "-1e400", "1e-400", "9007199254740993", "0.1"],
  ...['""', '"\\u0000"', '"\\ud83d"', '"\\udc69\\ud83d"', '"a\\u0000b"', '"\\ufeff\\u202e"'],
  ...["[]", "{}", "[1,[2,[3,[4,[5]]]]]", '{"__proto__":{"x":1}}', '{"constructor":1}'],
  ...[
    '{"a":{"b":{"c":{"d":{"e":1}}}}}',
    '["text"]',
    '"%00"',
    '"👩‍👩‍👧"',
    '"\'; drop table events; --"',
  ],
  ...[
    '"https://shop.example/%ff"',
    '"https://shop.example:99999/"',
    '"javascript:alert(1)"',
    '"//"',
  ],
  ...[
    '"https://shop.example/\\u0000"',
    '"https://shop.example/?utm_source=%00&utm_medium=%ed%a0%80"',
  ],
];

/** The keys of a message, and some that mean nothing. */
const keys = [
  "v",
  "t",
  "i",
  "k",
  "a",
  "u",
  "q",
  "r",
  "e",
  "y",
  "n",
  "p",
  "__proto__",
  "toString",
  "z",
];
const kinds = ["v", "b", "x", "c", "f", "?", ""];
const depthMax = 200_000;

/** The same bodies for the same seed. */
export function fuzzBodies(seed: number, domain: string): Fuzzer {
  let state = seed >>> 0;
  /** Source: mulberry32. */
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (max: number) => Math.floor(random() * max);
  const pick = <T>(list: readonly T[]) => list[below(list.length)] as T;
  const letters = (length: number) =>
    Array.from({ length }, () => String.fromCharCode(below(random() < 0.5 ? 128 : 65_536))).join(
      "",
    );

  const message = (): Record<string, string> => ({
    v: "1",
    t: JSON.stringify(pick(kinds)),
    i: String(random()),
    k: String(below(5)),
    a: String(below(1_000_000)),
    u: JSON.stringify(`https://${domain}/${letters(below(30))}`),
    q: JSON.stringify(`?utm_source=${letters(below(20))}`),
    r: JSON.stringify(`https://${letters(5)}.example/`),
    e: String(below(1_000_000)),
    y: String(below(100)),
    n: JSON.stringify(letters(below(40))),
    p: JSON.stringify({ [letters(5)]: letters(20), url: `https://${letters(4)}/` }),
  });
  const textOf = (fields: Record<string, string>) =>
    `{${Object.entries(fields).map(([name, value]) => `${JSON.stringify(name)}:${value}`)}}`;

  const makers: readonly (() => string | Uint8Array<ArrayBuffer>)[] = [
    () => textOf(message()),
    // One value, or several, of the wrong kind.
    () => textOf({ ...message(), [pick(keys)]: pick(oddValues) }),
    () => {
      const fields = message();
      for (const name of keys) if (random() < 0.4) fields[name] = pick(oddValues);
      return textOf(fields);
    },
    // A key missing, or twice.
    () => {
      const fields = message();
      delete fields[pick(keys)];
      return textOf(fields);
    },
    () => `{"u":1,"u":"https://${domain}/",${textOf(message()).slice(1)}`,
    // Bytes cut off, turned over, or no text at all.
    () => textOf(message()).slice(0, below(200)),
    () => {
      const bytes = new Uint8Array(Buffer.from(textOf(message())));
      for (let times = below(6); times >= 0; times--) bytes[below(bytes.length)] = below(256);
      return bytes;
    },
    () => Uint8Array.from({ length: below(300) }, () => below(256)),
    // Too deep, too many, too long.
    () => "[".repeat(below(16_000)),
    () => textOf({ ...message(), p: `${"[".repeat(below(5_000))}${"]".repeat(below(5_000))}` }),
    () =>
      textOf({
        ...message(),
        p: `{${Array.from({ length: below(60) }, (_, at) => `"k${at}":1`)}}`,
      }),
    () => textOf({ ...message(), n: JSON.stringify("n".repeat(below(20_000))) }),
    () => (random() < 0.02 ? "[".repeat(below(depthMax)) : ""),
    () => pick(oddValues),
  ];
  return { next: () => pick(makers)() };
}
