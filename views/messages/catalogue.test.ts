import { describe, expect, test } from "bun:test";
import { leavesOf, textsByPath, usedBy } from "#test/support/messages.ts";
import { type Messages, messagesFor } from "./catalogue.ts";

// tsc holds both languages to the same keys and the same arguments; what it cannot see is here.

const languages = [
  ["en", messagesFor("en")],
  ["fr", messagesFor("fr")],
] as const;

function isUntidy(text: string): boolean {
  return /\.\.\.|[ \u00a0\u202f]{2}/.test(text);
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

  test("nobody writes three dots for an ellipsis, or two spaces in a row", () => {
    const odd = languages.flatMap(([, messages]) =>
      [...textsByPath(messages)].filter(([, text]) => isUntidy(text)),
    );
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
      "0\u00a0visiteur en ce moment sur le site",
      "1\u00a0visiteur en ce moment sur le site",
      "2\u00a0visiteurs en ce moment sur le site",
    ]);
  });
});
