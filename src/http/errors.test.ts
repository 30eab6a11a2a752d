import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Deps } from "#src/auth/route.ts";
import { loadConfig } from "#src/config.ts";
import { AppError } from "#src/lib/errors.ts";
import type { Locale } from "#src/lib/locale.ts";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { makeSite } from "#test/support/events.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { errorResponse } from "./errors.tsx";

const maxMs = 60_000;
let app: TestApp;
let named: TestApp;
const people = {} as Record<Locale, { admin: Person; client: Person; nobody: Person }>;

beforeAll(async () => {
  app = await startTestApp();
  named = await startTestApp({ publicUrl: "https://stats.example" });
  await makeSite(app.database.work, "its.example");
  for (const locale of ["en", "fr"] as const)
    people[locale] = {
      admin: await signedIn(app, { email: `admin.${locale}@x.example`, role: "admin", locale }),
      client: await signedIn(app, { email: `client.${locale}@x.example`, role: "client", locale }),
      nobody: stranger(app),
    };
}, maxMs);
afterAll(async () => {
  await app?.stop();
  await named?.stop();
}, maxMs);

type ErrorCode = keyof ReturnType<typeof messagesFor>["common"]["errors"];
type Ask = (locale: Locale) => Promise<Response>;

const language = (locale: Locale) => ({ "accept-language": locale });
const formType = { "content-type": "application/x-www-form-urlencoded" };

/** A form as a browser sends it from a page of this server. */
function sendForm(locale: Locale, path: string, body: string, headers = {}): Promise<Response> {
  const own = { ...language(locale), ...formType, referer: `${app.origin}/sign-in?next=%2Fa` };
  const options = { method: "POST", body, redirect: "manual" } as const;
  return fetch(app.origin + path, {
    ...options,
    headers: { "sec-fetch-site": "same-origin", ...own, ...headers },
  });
}

/** Asks while the server's own clock makes a bug of every session. */
async function withBug<T>(ask: () => Promise<T>): Promise<T> {
  app.setNow(new Date(Number.NaN));
  try {
    return await ask();
  } finally {
    app.setNow(null);
  }
}

/** Asks while somebody holds the table of sessions, as a database that hangs. */
async function withoutDatabase(ask: () => Promise<Response>): Promise<Response> {
  const locker = await app.database.work.reserve();
  try {
    await locker`begin`;
    await locker`lock table sessions in access exclusive mode`;
    return await ask();
  } finally {
    await locker`rollback`;
    locker.release();
  }
}

const back = "/sign-in?next=%2Fa";
const cases: [code: ErrorCode, status: number, ways: string[], ask: Ask][] = [
  [
    "not_found",
    404,
    ["/sign-in", "/", "/docs"],
    (locale) => people[locale].nobody.get("/nowhere", language(locale)),
  ],
  ["not_found", 404, ["/sites", "/docs"], (locale) => people[locale].client.get("/nowhere")],
  ["not_found", 404, ["/sites", "/docs"], (locale) => people[locale].client.get("/admin/audit")],
  [
    "site_not_found",
    404,
    ["/sites", "/docs"],
    (locale) => people[locale].client.get("/sites/its.example"),
  ],
  [
    "last_admin",
    409,
    ["/admin/clients/1", "/admin/clients"],
    async (locale) => {
      const { admin } = people[locale];
      await app.database.work`
        update users set disabled_at = now() where role = 'admin' and id <> ${admin.userId}
      `;
      const referer = { referer: `${app.origin}/admin/clients/1` };
      const answer = await admin.post(`/admin/clients/${admin.userId}/disable`, {}, referer);
      await app.database.work`update users set disabled_at = null`;
      return answer;
    },
  ],
  [
    "stale_form",
    403,
    ["/account", "/sites"],
    (locale) => {
      const referer = { referer: `${app.origin}/account` };
      return people[locale].client.post("/account", { _csrf: "old" }, referer);
    },
  ],
  [
    "foreign_origin",
    403,
    ["/sign-in", "/"],
    (locale) =>
      sendForm(locale, "/sign-in", "", {
        "sec-fetch-site": "cross-site",
        referer: "https://evil.example/sign-in",
      }),
  ],
  [
    "form_too_large",
    413,
    [back, "/sign-in", "/"],
    (locale) => sendForm(locale, "/sign-in", `email=${"a".repeat(70_000)}`),
  ],
  [
    "unsupported_form",
    415,
    [back, "/sign-in", "/"],
    (locale) => sendForm(locale, "/sign-in", "{}", { "content-type": "application/json" }),
  ],
  [
    "unknown_host",
    421,
    ["https://stats.example"],
    (locale) =>
      fetch(`${named.origin}/sign-in`, { headers: { ...language(locale), host: "evil.example" } }),
  ],
  [
    "busy",
    503,
    ["/sites?q=x", "/", "/docs"],
    async (locale) => {
      const request = new Request(`${app.origin}/sites?q=x`, { headers: language(locale) });
      const deps = { config: loadConfig({}, {}), version: "0.0.0" } as Deps;
      return errorResponse(new AppError("busy", 503), { request, context: null, deps });
    },
  ],
  [
    "internal",
    500,
    ["/sites?q=x", "/", "/docs"],
    (locale) => withBug(() => people[locale].client.get("/sites?q=x", language(locale))),
  ],
  [
    "unavailable",
    503,
    ["/sites?q=x", "/", "/docs"],
    (locale) => withoutDatabase(() => people[locale].client.get("/sites?q=x", language(locale))),
  ],
];

test("there is a case here for every code that the server itself tells", () => {
  const ofBrowser = ["unreachable", "offline"];
  const codes = Object.keys(messagesFor("en").common.errors);
  const told = new Set<string>(cases.map(([code]) => code));
  expect(codes.filter((code) => !told.has(code))).toEqual(ofBrowser);
});

describe.each(["en", "fr"] as const)("an error page in %s", (locale) => {
  test.each(cases)(
    "of %s, %i, leads on to %p",
    async (code, status, ways, ask) => {
      const response = await ask(locale);
      expect(response.status).toBe(status);
      const html = await response.text();
      const { title, text } = messagesFor(locale).common.errors[code];
      expect(html).toContain(`<html lang="${locale}"`);
      expect(html).toContain(`<h1>${title}</h1>`);
      expect(html).toContain(text.replaceAll("&", "&amp;"));
      expect(waysOf(html)).toEqual(ways);
    },
    maxMs,
  );
});

/** Where the links below the words lead. */
function waysOf(html: string): string[] {
  const [, words = ""] = /<p class="error-way-out">(.*?)<\/p>/.exec(html) ?? [];
  return [...words.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
}

describe("the way back from an error", () => {
  const waysFrom = async (referer: string) => {
    const answer = await people.en.client.post("/account", { _csrf: "old" }, { referer });
    return waysOf(await answer.text());
  };

  test.each([
    "https://evil.example/account",
    "https://127.0.0.1.evil.example/",
    "javascript:alert(1)",
    "nonsense",
  ])("never is %s", async (referer) => expect(await waysFrom(referer)).toEqual(["/sites"]));

  test("never leaves this server, whatever the path looks like", async () => {
    expect(await waysFrom(`${app.origin}//evil.example/`)).toEqual(["/", "/sites"]);
  });

  test("is not said twice where it is also the way home", async () => {
    expect(await waysFrom(`${app.origin}/sites`)).toEqual(["/sites"]);
  });

  test("does not lead in a circle", async () => {
    const referer = `${app.origin}/nowhere`;
    const answer = await people.en.client.get("/nowhere", { referer });
    expect(waysOf(await answer.text())).toEqual(["/sites", "/docs"]);
  });
});

describe("the ways on from an error", () => {
  test("keep the language that a stranger's address asks for", async () => {
    const answer = await people.en.nobody.get("/docs/nowhere?lang=fr");
    const html = await answer.text();
    expect(html).toContain('<html lang="fr"');
    expect(waysOf(html)).toEqual(["/sign-in?lang=fr", "/?lang=fr", "/docs?lang=fr"]);
  });
});
