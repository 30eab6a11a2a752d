import { describe, expect, test } from "bun:test";
import { textsByPath } from "#test/support/messages.ts";
import { messagesFor } from "./catalogue.ts";
import { plural } from "./plural.ts";

// What a French reader would stumble over, as far as a rule can tell. The source of the typography
// is the Imprimerie nationale's «Lexique des règles typographiques».

const english = textsByPath(messagesFor("en"));
const french = textsByPath(messagesFor("fr"));

/** Texts that hold code, in which quotes and apostrophes are those of the machine. */
const isCode = (text: string) => /="|:"/.test(text);

/** What is wrong, and a text that is. */
const rules: Record<string, [wrong: RegExp, sample: string]> = {
  "a narrow no-break space stands before ; ! ? and ends a quotation": [
    /[^\u202f][;!?»]/u,
    "Vraiment ?",
  ],
  "a narrow no-break space begins a quotation": [/«[^\u202f]/u, "«Nom\u202f»"],
  "a no-break space stands before a colon that ends a word": [/[^\u00a0]:(?=\s|$)/u, "Ainsi :"],
  "a narrow no-break space stands before %": [/[^\u202f]%/u, "100 %"],
  "a space that holds groups thousands, and a comma begins decimals": [
    /\d,\d{3}(?!\d)|(?<![\d.-])\d+\.\d+(?![\d.])|(?<![\d.-])\d{5,}/u,
    "10,000 visites",
  ],
  "a number keeps to the word that it counts": [/(?<![\d.–-])\d+ (?!à )\p{Ll}/u, "30 jours"],
  "an ordinal is 1er, 1re or 2e": [/\d(?:ère|ere|ier|ème|eme|ième|nd|è)(?!\p{L})/u, "La 2ème fois"],
  "an ellipsis is one sign": [/\.\.\./u, "Attendez..."],
  "no two spaces follow each other": [/[ \u00a0\u202f]{2}/u, "Ainsi \u00a0: oui"],
  "le, la, de, que, ne and se lose their vowel before another": [
    /(?<![\p{L}’-])(?:le|la|de|que|ne|se|me|je|jusque|lorsque|puisque) (?=[aâàeéèêiîoôuû])(?!oui|onz)/iu,
    "Le nombre de erreurs",
  ],
  "words are those of the field in French": [
    /(?<![\p{L}{/._-])(?:dashboard|pageviews?|bounce|tracking|opt-out|digital\p{L}*|supporter|clique[rz] ici|e?mails?)(?![\p{L}/._(-])/iu,
    "Un email est en route",
  ],
};

/** Names, and words that are written the same. */
const sameInBoth: string[] = [
  ...["Action", "Actions", "Client", "Clients", "Code", "Conversions", "E-mail", "E-mails"],
  ...["Firefox, Windows", "Google Tag Manager", "HTML", "Installation", "Invitation", "Message"],
  ...["Minutes", "Next.js", "Page", "Pages", "Shopify", "Site", "Sites", "Source", "Sources"],
  ...["Version", "Webflow", "WordPress"],
];

describe("in French", () => {
  test.each(Object.entries(rules))("%s", (_, [wrong, sample]) => {
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
