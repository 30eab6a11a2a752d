import { describe, expect, test } from "bun:test";
import { type Messages, messagesFor } from "./catalogue.ts";

// tsc holds both languages to the same keys and the same arguments; what it cannot see is here.

type Leaf = string | ((words: Record<string, unknown>) => string);

function leavesOf(node: object, path = ""): [path: string, leaf: Leaf][] {
  return Object.entries(node).flatMap(([key, value]) => {
    const here = path ? `${path}.${key}` : key;
    return typeof value === "object" ? leavesOf(value, here) : [[here, value as Leaf]];
  });
}

const languages = [
  ["en", messagesFor("en")],
  ["fr", messagesFor("fr")],
] as const;

/** Calls a message with marks for its arguments and says which of them it used. */
function usedBy(leaf: Leaf): { text: string; names: string[] } {
  if (typeof leaf === "string") return { text: leaf, names: [] };
  const names = new Set<string>();
  const words = new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name: string) => {
        names.add(name);
        return name === "count" ? 2 : `{${name}}`;
      },
    },
  );
  return { text: leaf(words), names: [...names].sort() };
}

describe("messagesFor", () => {
  const [english, french] = languages.map(([, messages]) => new Map(leavesOf(messages)));

  test("both languages have the same messages", () => {
    expect([...(french?.keys() ?? [])].sort()).toEqual([...(english?.keys() ?? [])].sort());
  });

  test("a message fills in the same words in both", () => {
    const differing = [...(english ?? [])]
      .map(([path, leaf]) => ({
        path,
        en: usedBy(leaf).names,
        fr: usedBy(french?.get(path) ?? "").names,
      }))
      .filter(({ en, fr }) => String(en) !== String(fr));
    expect(differing).toEqual([]);
  });

  test.each(languages)("no message of %s is empty or left to be written", (_, messages) => {
    const odd = leavesOf(messages).filter(([, leaf]) =>
      /^\s*$|TODO|undefined/.test(usedBy(leaf).text),
    );
    expect(odd).toEqual([]);
  });

  test("French has its typography: spaces that hold, and a curled apostrophe", () => {
    // A narrow space before ; ! ? and inside « », a full one before a colon that ends a word.
    const wrong = /[^\u202f][;!?»]|«[^\u202f]|[^\u00a0]:(?=\s|$)|\w'\w/u;
    const odd = leavesOf(messagesFor("fr"))
      .map(([, leaf]) => usedBy(leaf).text)
      .filter((text) => wrong.test(text));
    expect(odd).toEqual([]);
  });

  test("counted words agree with their number", () => {
    const of = (messages: Messages, count: number) =>
      messages.dashboard.online({ count, text: String(count) });
    expect([0, 1, 2].map((count) => of(messagesFor("en"), count))).toEqual([
      "0 visitors on the site now",
      "1 visitor on the site now",
      "2 visitors on the site now",
    ]);
    expect([0, 1, 2].map((count) => of(messagesFor("fr"), count))).toEqual([
      "0 visiteur en ce moment sur le site",
      "1 visiteur en ce moment sur le site",
      "2 visiteurs en ce moment sur le site",
    ]);
  });
});
