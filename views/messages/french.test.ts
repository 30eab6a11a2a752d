import { describe, expect, test } from "bun:test";
import { frenchRules } from "#test/support/french-rules.ts";
import { textsByPath } from "#test/support/messages.ts";
import { messagesFor } from "./catalogue.ts";
import { plural } from "./plural.ts";

const english = textsByPath(messagesFor("en"));
const french = textsByPath(messagesFor("fr"));

/** Texts that hold code, in which quotes and apostrophes are those of the machine. */
const isCode = (text: string) => /="|:"/.test(text);

/** Names, and words that are written the same. */
const sameInBoth: string[] = [
  ...["Action", "Actions", "Client", "Clients", "Code", "Conversions", "E-mail", "E-mails"],
  ...["Firefox, Windows", "Google Tag Manager", "HTML", "Installation", "Invitation", "Message"],
  ...["Minutes", "Next.js", "Page", "Pages", "Shopify", "Site", "Sites", "Source", "Sources"],
  ...["Version", "Webflow", "WordPress"],
];

describe("in French", () => {
  test.each(Object.entries(frenchRules))("%s", (_, [wrong, sample]) => {
    expect(sample).toMatch(wrong);
    const odd = [...french].filter(([, text]) => wrong.test(text));
    expect(odd).toEqual([]);
  });

  test("apostrophes and quotation marks are no straight ones", () => {
    const odd = [...french].filter(([, text]) => /['"]/.test(text) && !isCode(text));
    expect(odd).toEqual([]);
  });

  test("nothing was left in English", () => {
    const same = [...french].filter(([path, text]) => english.get(path) === text);
    const words = same
      .map(([, text]) => text.replaceAll(/\{\w+\}/g, "").trim())
      .filter((text) => /\p{L}/u.test(text) && !sameInBoth.includes(text));
    expect(words).toEqual([]);
  });

  test("every count up to one and a half is one, and a word agrees with it", () => {
    const forms = { one: "visiteur", other: "visiteurs" };
    expect([0, 1, 1.5, 2, 1_000_000].map((count) => plural("fr", count, forms))).toEqual([
      ...["visiteur", "visiteur", "visiteur"],
      ...["visiteurs", "visiteurs"],
    ]);
    expect(messagesFor("fr").help.found({ count: 0 })).toBe("0\u00a0résultat");
    expect(messagesFor("fr").account.waitFor({ seconds: 1 })).toEndWith("1\u00a0seconde.");
  });
});
