import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
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

describe("the pages of the help", () => {
  test.each(["en", "fr"])("are in %s those of the contents, and no others", (locale) => {
    const names = [...new Bun.Glob("*").scanSync({ cwd: join(root, "docs/help", locale) })];
    expect(names.toSorted()).toEqual(helpSlugs.map((slug) => `${slug}.md`).toSorted());
  });

  test.each([...helpSlugs])("%s has in both languages the same parts, boxes and links", (slug) => {
    expect(shapeOf(pageOf("fr", slug))).toEqual(shapeOf(pageOf("en", slug)));
  });

  test.each([...helpSlugs])("%s has the typography of French", (slug) => {
    // What is code, where a link leads and a key that is pressed are written as they are.
    const prose = pageOf("fr", slug)
      .replace(fence, "")
      .replace(/`[^`]*`|\{\{[^}]*\}\}/g, "x")
      .replace(/\]\([^)]*\)/g, "]")
      .replace(/^\|[ :|-]+\|$/gm, "")
      .replace(/\*\*.\*\*/g, "x")
      .replace(/https?:\/\/\S+/g, "x");
    const wrong = /.{0,20}(?:[^\u202f][;!?»]|«[^\u202f]|[^\u00a0]:(?=[\s*]|$)|\w'\w).{0,20}/gmu;
    expect(prose.match(wrong) ?? []).toEqual([]);
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
