import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { makeSite } from "#test/support/events.ts";
import { helpGroups, helpSlugs } from "#views/help/contents.ts";

let app: TestApp;
let people: Record<"nobody" | "admin" | "client" | "none" | "late", Person>;

beforeAll(async () => {
  app = await startTestApp({ publicUrl: null });
  const { work } = app.database;
  const [bakery, atelier] = [
    await makeSite(work, "bakery.example"),
    await makeSite(work, "atelier.example"),
  ];
  await makeSite(work, "foreign.example");
  await makeSite(work, "archived.example");
  await work`update sites set archived_at = now() where domain = 'archived.example'`;
  await work`update sites set name = 'Bakery & "Sons" <b>' where id = ${bakery}`;
  people = {
    nobody: stranger(app),
    admin: await signedIn(app, { email: "admin@x.example", role: "admin" }),
    client: await signedIn(app, {
      ...{ email: "client@x.example", role: "client" },
      ...{ siteIds: [bakery], editableSiteIds: [atelier] },
    }),
    none: await signedIn(app, { email: "none@x.example", role: "client" }),
    late: await signedIn(app, { email: "late@x.example", role: "client", siteIds: [bakery] }),
  };
  await work`update users set requires_totp = true where id = ${people.late.userId}`;
});
afterAll(() => app.stop());

async function read(person: Person, path: string): Promise<string> {
  const response = await person.get(path);
  expect(response.status).toBe(200);
  return await response.text();
}

/** What the first box to copy from holds. */
function firstCode(page: string): string {
  const [, code = ""] = /<code x-ref="text">(.*?)<\/code>/s.exec(page) ?? [];
  return code.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"');
}

const lineOf = (key: string) => `<script defer src="${app.origin}/${key}.js"></script>`;

describe("a page of the help", () => {
  test("shows the reader's only or first site", async () => {
    const page = await read(people.client, "/docs/wordpress");
    expect(firstCode(page)).toBe(lineOf("atelier.exam"));
    expect(page).not.toContain("is an example");
  });

  test("shows the one of their own that the address asks for", async () => {
    const page = await read(people.client, "/docs/wordpress?site=bakery.example");
    expect(firstCode(page)).toBe(lineOf("bakery.examp"));
    const [, option] = /<option value="bakery.example" selected>(.*?)<\/option>/.exec(page) ?? [];
    expect(option).toBe("Bakery &amp; &quot;Sons&quot; &lt;b> (bakery.example)");
  });

  test.each(["foreign.example", "archived.example", "nowhere.example", "", '"><script>x'])(
    "ignores ?site=%s, which is none of theirs",
    async (domain) => {
      const query = `?site=${encodeURIComponent(domain)}`;
      const page = await read(people.client, `/docs/wordpress${query}`);
      const plain = await read(people.client, "/docs/wordpress");
      // The language switch leads back to the address as it is.
      const next = /<input type="hidden" name="next" value="[^"]*"\/>/g;
      expect(page.replace(next, "")).toBe(plain.replace(next, ""));
    },
  );

  test("shows an example to a stranger, and says so", async () => {
    const page = await read(people.nobody, "/docs/wordpress?site=bakery.example");
    expect(firstCode(page)).toBe(lineOf("examplekey12"));
    expect(page).toContain("is an example. Once you have signed in");
    expect(page).toContain('href="/sign-in?next=%2Fdocs%2Fwordpress%3Fsite%3Dbakery.example');
    expect(page).not.toContain("<select");
  });

  test("shows an example to who has no site", async () => {
    const page = await read(people.none, "/docs/wordpress");
    expect(firstCode(page)).toBe(lineOf("examplekey12"));
    expect(page).toContain("since you have none yet");
  });

  test("shows nothing of their sites to who still has to set up the second factor", async () => {
    const page = await read(people.late, "/docs/wordpress?site=bakery.example");
    expect(firstCode(page)).toBe(lineOf("examplekey12"));
    expect(page).not.toContain("bakery.example<");
  });

  test("leads an editor to the settings, who may only look to the figures, a stranger to the sites", async () => {
    const linkOf = async (person: Person, query: string) =>
      /href="(\/sites[^"]*)">[^<]*settings/i.exec(
        await read(person, `/docs/settings${query}`),
      )?.[1];
    const [own, seen] = ["?site=atelier.example", "?site=bakery.example"];
    expect(await linkOf(people.client, own)).toBe("/sites/atelier.example/settings");
    expect(await linkOf(people.client, seen)).toBe("/sites/bakery.example");
    expect(await linkOf(people.admin, seen)).toBe("/sites/bakery.example/settings");
    expect(await linkOf(people.nobody, seen)).toBe("/sites");
  });

  test("has its links take along the site and the language", async () => {
    const page = await read(people.client, "/docs/wordpress?site=bakery.example&lang=fr&x=1");
    const links = [...page.matchAll(/href="(\/docs[^"#]*)/g)].map(([, link = ""]) => link);
    const plain = new Set(
      links.filter((link) => !link.endsWith("?site=bakery.example&amp;lang=fr")),
    );
    // The section in the page's head, the same page in the other language, the help with the keys.
    expect([...plain]).toEqual([
      "/docs",
      "/docs/wordpress?site=bakery.example&amp;lang=en",
      "/docs/dashboard",
    ]);
    expect(links.length).toBeGreaterThan(50);
  });

  test("leads to the page before, the page after and the same in the other language", async () => {
    const page = await read(people.nobody, "/docs/wordpress");
    expect(page).toContain('href="/docs/html" class="help-neighbour" rel="prev"');
    expect(page).toContain('href="/docs/webflow" class="help-neighbour" rel="next"');
    expect(page).toContain('<a href="/docs/wordpress?lang=fr" lang="fr" hreflang="fr">');
  });

  test.each(["/docs/nothing", "/docs/..%2Fen", "/docs/constructor"])("%s is none", async (path) => {
    expect((await people.nobody.get(path)).status).toBe(404);
  });
});

describe("the contents", () => {
  test("list every page, with a heading for each group", async () => {
    const page = await read(people.nobody, "/docs");
    expect(page.match(/class="help-link"/g)).toHaveLength(helpSlugs.length);
    expect(page.match(/<h2 id="group-/g)).toHaveLength(helpGroups.length);
    expect(page).not.toContain("{{");
  });

  test("a search links sections by their ids and marks the word", async () => {
    const page = await read(people.client, "/docs?q=caches+WORDPRESS&site=bakery.example");
    expect(page).toMatch(/href="\/docs\/wordpress\?site=bakery\.example#[a-z-]+"/);
    expect(page).toContain("<mark>caches</mark>");
    expect(page).not.toContain('id="group-start"');
  });

  test("a search in French finds words without their accents", async () => {
    expect(await read(people.nobody, "/docs?lang=fr&q=evenements")).toContain("<mark>Événements");
  });

  test.each([
    ["en", "offline", "app"],
    ["en", "dark mode", "account"],
    ["en", "2FA", "account"],
    ["en", "unique visitors", "metrics"],
    ["en", "goals", "metrics"],
    ["en", "CSP", "troubleshooting"],
    ["fr", "hors connexion", "app"],
    ["fr", "thème sombre", "account"],
    ["fr", "double authentification", "account"],
    ["fr", "visiteurs uniques", "metrics"],
    ["fr", "objectifs", "metrics"],
    ["fr", "bandeau cookies", "metrics"],
  ])("a search in %s for the word of others, %s, finds ours", async (lang, words, slug) => {
    const query = new URLSearchParams({ lang, q: words });
    const [, found = ""] = (await read(people.nobody, `/docs?${query}`)).split('id="help-found"');
    expect(found).toContain(`href="/docs/${slug}?lang=${lang}`);
    expect(found).toContain("<mark>");
  });

  test("a search that finds nothing says what to do, above the contents", async () => {
    const page = await read(people.nobody, "/docs?q=%3Cb%3Ezzz");
    expect(page).toContain("Nothing found for “&lt;b>zzz”. Try fewer words");
    expect(page).toContain('id="group-start"');
  });

  test("what is searched for is no text to fill in", async () => {
    const page = await read(people.client, "/docs?q=%7B%7Bzzz.key%7D%7D%7B%7Bkey%7D%7D");
    expect(page).toContain("“{{zzz.key}}{{key}}”");
  });

  test("the other language searches for the same", async () => {
    const page = await read(people.nobody, "/docs?q=cookie");
    expect(page).toContain('href="/docs?lang=fr&amp;q=cookie"');
  });
});
