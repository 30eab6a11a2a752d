import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { dropReasons, statusOf } from "#src/collect/drop-reason.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

const root = resolve(import.meta.dir, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

describe("the documentation", () => {
  test("names every environment variable that the configuration reads", () => {
    const variables = [...read("src/config.ts").matchAll(/\benv\.([A-Z_]+)/g)].map(
      (m) => m[1] ?? "",
    );
    const page = read("docs/configuration.md");
    expect(new Set(variables).size).toBeGreaterThan(8);
    expect(variables.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test("explains every reason for which the collector refuses, with its status", () => {
    const rows = [...read("docs/collector.md").matchAll(/^\| `(\w+)`\s+\| (\d{3}) /gm)];
    const explained = Object.fromEntries(rows.map(([, name, status]) => [name, Number(status)]));
    const reasons = dropReasons.map((reason) => [reason, statusOf(reason)]);
    expect(explained).toEqual(Object.fromEntries(reasons));
  });

  test("links only to files that are there", async () => {
    const broken: string[] = [];
    // A page of the help has {{settings}} and the like for what the server fills in.
    for await (const page of new Bun.Glob("{*.md,docs/**/*.md}").scan({ cwd: root }))
      for (const [, target = ""] of read(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g))
        if (!/^(https?:|\{\{|\/)/.test(target) && !existsSync(join(root, dirname(page), target)))
          broken.push(`${page}: ${target}`);
    expect(broken).toEqual([]);
  });

  test("mentions only commands that package.json has", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const pages = ["README.md", "CONTRIBUTING.md"].map(read).join("\n");
    const named = [...pages.matchAll(/\b(?:bun|npm) run ([a-z:]+)/g)].map((m) => m[1] ?? "");
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe("the definitions behind the labels", () => {
  const { definitions } = messagesFor("en");

  test("stand word for word under their names in docs/metrics.md", () => {
    const [, ...sections] = read("docs/metrics.md").split(/^## /m);
    const written = new Map(
      sections.map((section) => {
        const [heading = "", paragraph = ""] = section.split("\n\n");
        return [heading, paragraph.replaceAll("\n", " ")];
      }),
    );
    for (const { term, text } of Object.values(definitions))
      expect([term, written.get(term)]).toEqual([term, text]);
  });

  test.each(["en", "fr"] as const)("are called as their labels and short, in %s", (locale) => {
    const { dashboard, definitions: own } = messagesFor(locale);
    for (const [name, { label }] of Object.entries(dashboard.metrics))
      expect(own[name as keyof typeof own]?.term).toBe(label);
    const long = Object.values(own).filter(({ text }) => text.length > 250);
    expect(long).toEqual([]);
  });
});
