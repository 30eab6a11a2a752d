import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { newSiteValues } from "#src/admin/site-form.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

// What is added to the product and not to its help is found here.

const root = resolve(import.meta.dir, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

describe.each(["en", "fr"] as const)("the help, in %s", (locale) => {
  const pageOf = (slug: string) => read(`docs/help/${locale}/${slug}.md`);
  const headingsOf = (slug: string) =>
    [...pageOf(slug).matchAll(/^###? (.+)$/gm)].map(([, heading = ""]) =>
      heading.replace("\\", ""),
    );
  const { sites, definitions } = messagesFor(locale);

  test("tells of every setting of a site under its label", () => {
    const headings = headingsOf("settings");
    const words: Record<string, unknown> = sites;
    const names = Object.keys(newSiteValues(locale)).filter((name) => !name.startsWith("alert"));
    expect(names.length).toBeGreaterThan(14);
    expect(names.filter((name) => !headings.includes(String(words[name])))).toEqual([]);
  });

  test("has the parts of the settings in the order of the page", () => {
    const { general, counted, privacy, mails, danger } = sites.sections;
    const { title } = sites.server;
    const parts = [general, counted, privacy, mails, sites.installTitle, title, danger];
    expect(headingsOf("settings").filter((heading) => parts.includes(heading))).toEqual(parts);
  });

  test("names each alert as the settings do", () => {
    const page = pageOf("settings");
    for (const label of [sites.alertSpike, sites.alertDrop, sites.alertSilence])
      expect(page).toContain(`**${label}**`);
  });

  test("defines every number under its name", () => {
    const page = pageOf("metrics");
    for (const [name, { term }] of Object.entries(definitions))
      expect(page).toContain(`## ${term}\n\n{{definition.${name}}}\n`);
  });
});
