import { describe, expect, test } from "bun:test";
import { excerptOf } from "./excerpt.ts";
import type { HelpPage } from "./pages.ts";
import { searchHelp, wordsIn } from "./search.ts";

function page(slug: string, title: string, sections: [heading: string, text: string][]): HelpPage {
  return {
    ...{ slug, title, summary: "", html: "", isOfSite: false },
    sections: sections.map(([heading, text], place) => ({
      ...{ id: place === 0 ? "" : `s${place}`, heading, level: place === 0 ? 1 : 2, text },
    })),
  };
}

const pages = [
  page("quick-start", "Quick start", [
    ["Quick start", "Paste a line. With WordPress, use a plug-in."],
    ["Caching", "An old page is served."],
  ]),
  page("wordpress", "WordPress", [
    ["WordPress", "With a plug-in."],
    ["What goes wrong", "A cache is full of old pages."],
    ["WordPress.com", "It needs a plan."],
  ]),
  page("metrics", "Métriques", [
    ["Métriques", "Ce que dit chaque chiffre de {{domain}}."],
    ["Visiteurs récurrents", "L’événement compte, où qu’il soit."],
  ]),
];

/** What a search finds, as `slug` or `slug#id`. */
function found(text: string): string[] {
  return searchHelp(pages, text).map(({ page: { slug }, section: { id } }) =>
    id ? `${slug}#${id}` : slug,
  );
}

describe("searchHelp", () => {
  test("the title counts more than a heading, and a heading more than a text", () => {
    expect(found("wordpress")).toEqual(["wordpress", "wordpress#s2", "quick-start"]);
    expect(found("cach")).toEqual(["quick-start#s1", "wordpress#s1"]);
  });

  test("a heading that says nothing else counts more than one of which the word is a part", () => {
    const two = [
      page("troubleshooting", "Trouble", [
        ["Trouble", ""],
        ["Fewer visitors than yesterday", "Look there."],
      ]),
      page("metrics", "Numbers", [
        ["Numbers", ""],
        ["Visitors", "How many people came."],
      ]),
    ];
    expect(searchHelp(two, "visitor").map(({ page }) => page.slug)).toEqual([
      ...["metrics", "troubleshooting"],
    ]);
  });

  test("every word has to occur, but one of them may be in the title of the page", () => {
    expect(found("wordpress cache")).toEqual(["wordpress#s1"]);
    expect(found("wordpress shopify")).toEqual([]);
    expect(found("old page")).toEqual(["quick-start#s1", "wordpress#s1"]);
  });

  test("accents and capitals make no difference, and a word is found by its beginning", () => {
    expect(found("metrique")).toEqual(["metrics"]);
    expect(found("ÉVÉNEMENT")).toEqual(["metrics#s1"]);
    expect(found("evene")).toEqual(["metrics#s1"]);
    expect(found("venement")).toEqual([]);
    expect(found("recurr")).toEqual(["metrics#s1"]);
  });

  test("signs part words, in what is searched for as well", () => {
    expect(found("plug-in")).toEqual(["quick-start", "wordpress"]);
    expect(found("l’événement, où")).toEqual(["metrics#s1"]);
    expect(found("wordpress.com")).toEqual(["wordpress#s2"]);
  });

  test("what is filled in later is no text", () => {
    expect(found("domain")).toEqual([]);
  });

  test.each(["", "   ", "-?!", "zzz"])("nothing is found for %j", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("a page that has a word everywhere leaves room for the others", () => {
    const often = Array.from({ length: 9 }, () => ["Here", "A cookie."] as [string, string]);
    const many = [page("a", "A", often), page("b", "B", [["B", "One cookie."]])];
    const slugs = searchHelp(many, "cookie").map((hit) => hit.page.slug);
    expect(slugs).toEqual(["a", "a", "a", "b"]);
  });
});

describe("excerptOf", () => {
  const marked = (text: string, search: string) =>
    excerptOf(text, wordsIn(search))
      .map((mark) => (mark.isHit ? `[${mark.text}]` : mark.text))
      .join("");

  test("marks whole words as they are written", () => {
    expect(marked("L’Événement compte, l’évènement aussi.", "evenem")).toBe(
      "L’[Événement] compte, l’[évènement] aussi.",
    );
  });

  test("shows a line around the first of them, cut between words", () => {
    const text = `${"before ".repeat(40)}the needle ${"after ".repeat(40)}`.trim();
    const line = marked(text, "needle");
    expect(line).toMatch(/^… (before )+the \[needle\] (after ?)+ …$/);
    expect(line.length).toBeLessThan(200);
  });

  test("shows the beginning where only the heading has the word", () => {
    expect(marked("A short text.", "zzz")).toBe("A short text.");
    expect(marked("word ".repeat(60).trim(), "zzz")).toMatch(/^word (word )+…$/);
  });

  test("cuts a word without an end", () => {
    expect(marked("x".repeat(500), "y")).toBe(`${"x".repeat(180)} …`);
  });
});
