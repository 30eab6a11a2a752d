import { describe, expect, test } from "bun:test";
import { renderHelp } from "./help.ts";

/** Renders pages by their slugs, in both languages; the contents have the first two of them. */
function render(pages: Record<string, string>, slugs = Object.keys(pages).slice(0, 2)) {
  const sources = (["en", "fr"] as const).flatMap((locale) =>
    Object.entries(pages).map(([slug, markdown]) => ({ locale, slug, markdown })),
  );
  return renderHelp(sources, slugs);
}

/** The one page of a help that has nothing else, and what is wrong with it. */
function renderOne(body: string) {
  const { pages, problems } = render({ html: `# Plain HTML\n\nOne line.\n\n${body}` });
  const [page] = pages.en;
  if (!page) throw new Error("there is no page");
  return { ...page, problems };
}

describe("renderHelp", () => {
  test("takes title and summary from the head of a page, and its sections from the headings", () => {
    const page = renderOne("Before.\n\n## What *you* need\n\n- One\n- `two` & three\n\n### Not\n");
    expect(page).toMatchObject({ slug: "html", title: "Plain HTML", summary: "One line." });
    expect(page.sections).toEqual([
      { id: "", heading: "Plain HTML", level: 1, text: "One line. Before." },
      { id: "what-you-need", heading: "What you need", level: 2, text: "One two & three" },
      { id: "not", heading: "Not", level: 3, text: "" },
    ]);
    expect(page.html).toStartWith("<p>One line.</p><p>Before.</p><h2 id=");
    expect(page.html).toContain("<li><code>two</code> &amp; three</li>");
    expect(page.problems).toEqual([]);
  });

  test("names headings in addresses without accents, and tells two of the same words apart", () => {
    const { sections } = renderOne("## Qu’est-ce qu’un « événement » ?\n\n## Là\n\n## Là\n");
    expect(sections.slice(1).map(({ id }) => id)).toEqual([
      "qu-est-ce-qu-un-evenement",
      "la",
      "la-2",
    ]);
  });

  test("makes a box to copy from of code, with what is filled in later", () => {
    const { html, isOfSite } = renderOne("## Paste\n\n```html\n<b>{{key}}</b>\n  &amp;\n```\n");
    expect(html).toContain('<figure class="copy-box"');
    expect(html).toContain("&lt;b>{{key}}&lt;/b>\n  &amp;amp;</code>");
    expect(isOfSite).toBe(true);
    expect(renderOne("From {{origin}}.").isOfSite).toBe(false);
  });

  test("shows a tag in prose as it is written, and lets none in", () => {
    const { html } = renderOne("Before </head>, <script>alert(1)</script>\n\n<div>\nx\n</div>\n");
    expect(html).toContain("Before &lt;/head>, &lt;script>alert(1)&lt;/script>");
    expect(html).not.toMatch(/<(script|div|\/head)/);
  });

  test("puts a definition of the dashboard where it is wanted, also for the search", () => {
    const { html, sections } = renderOne("## Share\n\n{{definition.share}}\n");
    expect(html).toContain("<p>How many of all visitors of the period");
    expect(sections[1]?.text).toStartWith("How many of all visitors of the period");
  });

  test("has links between pages take along what the reader's address says", () => {
    const { pages, problems } = render({
      html: "# A\n\nSee [b](next.md), [its end](next.md#the-end), [here](#x).\n\n## X\n",
      next: "# B\n\nSee [settings]({{settings}}?a=1), [account](/account), [MDN](https://mdn.example).\n\n## The end\n",
    });
    expect(problems).toEqual([]);
    expect(pages.en[0]?.html).toContain('<a href="/docs/next{{query}}">b</a>');
    expect(pages.en[0]?.html).toContain('<a href="/docs/next{{query}}#the-end">its end</a>');
    expect(pages.en[0]?.html).toContain('<a href="#x">here</a>');
    const targets = [...(pages.en[1]?.html ?? "").matchAll(/<a href="([^"]+)/g)].map(
      ([, to]) => to,
    );
    expect(targets.slice(0, 3)).toEqual(["{{settings}}?a=1", "/account", "https://mdn.example"]);
  });

  test("a table scrolls within itself, by the keyboard too", () => {
    const { html } = renderOne("## Figures\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n");
    expect(html).toContain(
      '<section class="table-card help-table" aria-label="Figures" tabindex="0">',
    );
    expect(html).toContain('<td class="number">2</td>');
  });

  test.each([
    ["[x](nowhere.md)", "has a link to nowhere.md, which is no page"],
    ["[x](html.md#y)\n\n## Z\n", "has a link to html.md#y, where there is only z"],
    ["[x](#y)", "has a link to #y, where there is only a title"],
    ["[x](wordpress)", "has a link to wordpress, which is no address"],
    ["[x](javascript:alert)", "has a link to javascript:alert, which is no address"],
    ["[x](/docs/html)", "has a link to /docs/html, which is no address"],
    ["{{snipet}}", "holds {{snipet}}, which nothing fills in"],
    ["```\n{{definition.nothing}}\n```", "holds {{definition.nothing}}, which nothing fills in"],
    ["{{query}}", "holds {{query}}, which nothing fills in"],
    ["![x](x.png)", "holds a <img>, which has no look"],
    ["# Again", "holds a <h1>, which has no look"],
    ["## For {{domain}}", "has a heading that is no plain text: For {{domain}}"],
  ])("refuses %j", (body, problem) => {
    const { problems } = renderOne(body);
    expect(problems).toEqual(["en", "fr"].map((at) => `docs/help/${at}/html.md ${problem}.`));
  });

  test("leaves what only looks like something to fill in", () => {
    expect(renderOne("```\n{{Page URL}} {{ content }}\n```").problems).toEqual([]);
  });

  test.each([
    ["", "begins with no plain title"],
    ["Only a text.\n\nAnd another.\n", "begins with no plain title"],
    ["# A {{domain}}\n\nSum.\n", "begins with no plain title"],
    ["# A\n\n## B\n", "has no paragraph below its title that sums it up"],
  ])("refuses a page that is %j", (markdown, problem) => {
    expect(render({ html: markdown }).problems).toContain(`docs/help/en/html.md ${problem}.`);
  });

  test("misses a page that one language has, and one that the contents do not name", () => {
    const markdown = "# A\n\nSum.\n";
    const sources = (["en", "fr"] as const).map((locale) => ({ locale, slug: "html", markdown }));
    const { problems } = renderHelp(
      [...sources, { locale: "en", slug: "odd", markdown }],
      ["html"],
    );
    expect(problems).toEqual(["docs/help/en/odd.md is in no group of the contents."]);
    expect(renderHelp(sources.slice(0, 1), ["html"]).problems).toEqual([
      "docs/help/fr/html.md is in the contents and is not written.",
    ]);
  });
});
