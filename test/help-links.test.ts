import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { makeSite } from "#test/support/events.ts";
import { helpSlugs } from "#views/help/contents.ts";

let app: TestApp;
let people: Record<"nobody" | "client" | "admin", Person>;
const answers = new Map<string, Promise<Answer>>();

interface Answer {
  status: number;
  ids: ReadonlySet<string>;
}

beforeAll(async () => {
  app = await startTestApp();
  const site = await makeSite(app.database.work, "own.example");
  const client = { email: "client@x.example", role: "client" as const, siteIds: [site] };
  people = {
    nobody: stranger(app),
    client: await signedIn(app, client),
    admin: await signedIn(app, { email: "admin@x.example", role: "admin" }),
  };
}, 60_000);
afterAll(() => app.stop(), 60_000);

/** What an address answers, and to where its page can be linked; each is asked once. */
function ask(name: keyof typeof people, path: string): Promise<Answer> {
  const key = `${name} ${path}`;
  let answer = answers.get(key);
  if (!answer) {
    answer = people[name].get(path).then(async (response) => {
      const ids = [...(await response.text()).matchAll(/\sid="([^"]+)"/g)].map(
        ([, id]) => id ?? "",
      );
      return { status: response.status, ids: new Set(ids) };
    });
    answers.set(key, answer);
  }
  return answer;
}

/** The links of a page's own text and of the help around it. */
async function linksOf(person: Person, path: string): Promise<string[]> {
  const page = await (await person.get(path)).text();
  const [, main = ""] = /<main(.*)<\/main>/s.exec(page) ?? [];
  const links = [...main.matchAll(/<a [^>]*?href="([^"]*)"/g)].map(([, link = ""]) => link);
  return [...new Set(links.map((link) => link.replaceAll("&amp;", "&")))];
}

/** What is wrong with the links of a page to this server. */
async function brokenOn(name: keyof typeof people, path: string): Promise<string[]> {
  const broken: string[] = [];
  const base = new URL(path, app.origin);
  const links = await linksOf(people[name], path);
  expect(links.length).toBeGreaterThan(20);
  for (const link of links) {
    const url = new URL(link, base);
    if (url.origin !== app.origin) {
      if (url.protocol !== "https:") broken.push(`${link}: not by https`);
      continue;
    }
    const { status, ids } = await ask(name, url.pathname + url.search);
    const isHelp = url.pathname.startsWith("/docs");
    if (status !== 200 && (status !== 303 || isHelp)) broken.push(`${link}: ${status}`);
    else if (url.hash && status === 200 && !ids.has(url.hash.slice(1)))
      broken.push(`${link}: no such part`);
  }
  return broken;
}

describe.each(["en", "fr"])("every link of the help, in %s,", (lang) => {
  const paths = ["/docs", ...helpSlugs.map((slug) => `/docs/${slug}`)];

  test.each(paths)("leads somewhere from %s, for a stranger", async (path) => {
    expect(await brokenOn("nobody", `${path}?lang=${lang}`)).toEqual([]);
  });

  test.each(paths)("leads somewhere from %s, for an admin", async (path) => {
    expect(await brokenOn("admin", `${path}?lang=${lang}&site=own.example`)).toEqual([]);
  });

  test.each(paths)("of a site leads somewhere from %s, for who may only look", async (path) => {
    const query = `lang=${lang}&site=own.example`;
    const broken = await brokenOn("client", `${path}?${query}`);
    // What the pages for admins tell of is theirs alone.
    expect(broken.filter((link) => !/^\/(admin|sites\/new)\b/.test(link))).toEqual([]);
  });
});
