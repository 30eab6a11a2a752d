import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { frenchRules } from "#test/support/french-rules.ts";
import { helpSlugs } from "#views/help/contents.ts";

const root = resolve(import.meta.dir, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const pageOf = (locale: "en" | "fr", slug: string) => read(`docs/help/${locale}/${slug}.md`);

const fence = /^ *```.*\n[\s\S]*?^ *```$/gm;

/** What a page has in each language alike, in its order where that does not depend on a sentence's. */
function shapeOf(markdown: string) {
  const prose = markdown.replace(fence, "");
  return {
    headings: [...prose.matchAll(/^#+/gm)].map(([marks]) => marks.length),
    boxes: [...markdown.matchAll(fence)].map(([box]) => /```(\S*)/.exec(box)?.[1]),
    tables: [...prose.matchAll(/^\|[ :|-]+\|$/gm)].length,
    placeholders: (markdown.match(/\{\{[a-z.-]+\}\}/g) ?? []).toSorted(),
    pages: [...prose.matchAll(/\]\(([a-z-]+\.md)/g)].map(([, page]) => page).toSorted(),
  };
}

/** The lines of a French page, without what is written as a machine or an address wants it. */
function linesOf(slug: string): string[] {
  return (
    pageOf("fr", slug)
      .replace(fence, "")
      .replace(/glibc [\d.]+|`[^`]*`|\{\{[^}]*\}\}|https?:\/\/\S+/g, "x")
      .replace(/\]\([^)]*\)/g, "]")
      .replace(/^\|[ :|-]+\|$/gm, "")
      // A key that is pressed.
      .replace(/\*\*.\*\*/g, "x")
      .replaceAll("**", "")
      .split("\n")
  );
}

/** A number in prose may be a version or a status, and a table is written with spaces. */
const rulesOfProse = Object.entries(frenchRules).filter(
  ([rule]) => !/^(a number keeps|no two spaces)/.test(rule),
);

describe("the pages of the help", () => {
  test.each(["en", "fr"])("are in %s those of the contents, and no others", (locale) => {
    const names = [...new Bun.Glob("*").scanSync({ cwd: join(root, "docs/help", locale) })];
    expect(names.toSorted()).toEqual(helpSlugs.map((slug) => `${slug}.md`).toSorted());
  });

  test.each([...helpSlugs])("%s has in both languages the same parts, boxes and links", (slug) => {
    expect(shapeOf(pageOf("fr", slug))).toEqual(shapeOf(pageOf("en", slug)));
  });

  test.each(rulesOfProse)("in French: %s", (_, [wrong]) => {
    const odd = helpSlugs.flatMap((slug) =>
      linesOf(slug)
        .filter((line) => wrong.test(line))
        .map((line) => `${slug}: ${line}`),
    );
    expect(odd).toEqual([]);
  });

  test("in French: apostrophes and quotation marks are no straight ones", () => {
    const odd = helpSlugs.flatMap((slug) => linesOf(slug).filter((line) => /['"]/.test(line)));
    expect(odd).toEqual([]);
  });

  test.each(["en", "fr"] as const)(
    "explain in %s every variable that the server reads",
    (locale) => {
      const found = read("src/config.ts").matchAll(/\benv\.([A-Z_]+)/g);
      const variables = [...new Set([...found].map(([, name = ""]) => name))];
      const page = pageOf(locale, "server");
      expect(variables.length).toBeGreaterThan(8);
      expect(variables.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
    },
  );
});
