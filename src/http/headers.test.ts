import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { insertSite, sendTo } from "#test/support/collector.ts";
import { pageRoutes } from "./app.ts";

// Every door of the running app is asked, whoever adds it; what it answers is held to one table.

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; " +
  "style-src 'self' 'sha256-TBymqJXQvXKxe+z+3ydUYBErlkFFu110c5FjiVB8p+M=' " +
  "'sha256-aSysLrDECVdJ6L+jLf8CC5QKLmwRuk/OZiZk9mYky8A='; " +
  "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
  "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The headers that are looked at; one that a kind does not name must be absent. */
const watched = [
  "content-security-policy",
  "x-content-type-options",
  "x-frame-options",
  "referrer-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "cache-control",
  "vary",
  "access-control-allow-origin",
  "access-control-allow-credentials",
] as const;
type Policy = Partial<Record<(typeof watched)[number], string>>;

/** Pages, fragments, exports, event streams, redirects and errors alike. */
const page: Policy = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "cache-control": "no-store",
  vary: "HX-Request, HX-Request-Type, Cookie, Accept-Language",
};
const open: Policy = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "x-content-type-options": "nosniff",
};
const own: Policy = {
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
};
/** A page whose address is a secret may say less of where its reader comes from. */
const secretPage: Policy = {
  ...page,
  "referrer-policy": expect.stringMatching(/^(same-origin|no-referrer|strict-origin)$/),
};
/** The one page that has a frame, and what it shows in it: a mail, whose styles are inline. */
const framingPage: Policy = {
  ...page,
  "content-security-policy": `${contentSecurityPolicy}; frame-src 'self'`,
};
const framedMail: Policy = {
  ...page,
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'none'; form-action 'none'; " +
    "base-uri 'none'; frame-ancestors 'self'; sandbox",
  "x-frame-options": "SAMEORIGIN",
};
const policies = {
  page,
  secretPage,
  framingPage,
  framedMail,
  script: {
    ...open,
    "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
    vary: "Accept-Encoding",
  },
  beacon: open,
  refusal: { ...open, "cache-control": "no-store" },
  report: { ...own, "cache-control": "no-store" },
  health: { ...own, "cache-control": "no-store" },
  asset: { ...own, "cache-control": "public, no-cache", vary: "Accept-Encoding" },
  keptAsset: {
    ...own,
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
  },
  worker: {
    ...own,
    "cache-control": "no-cache",
    "content-security-policy": "default-src 'none'; connect-src 'self'",
    vary: "Accept-Encoding",
  },
  file: { ...own, "cache-control": "public, max-age=86400" },
} satisfies Record<string, Policy>;
type Kind = keyof typeof policies;

const setUpMaxMs = 60_000;
let http: TestApp;
let https: TestApp;
let admin: Person;
let site: { key: string; domain: string };
beforeAll(async () => {
  http = await startTestApp({ trustedProxies: ["loopback"] });
  https = await startTestApp({ publicUrl: "https://stats.example" });
  admin = await signedIn(http, { email: "admin@x.example", role: "admin" });
  site = await insertSite(http.database, { domain: "own.example" });
}, setUpMaxMs);
afterAll(async () => {
  await http?.stop();
  await https?.stop();
}, setUpMaxMs);

/** Holds an answer to its kind; of an endless one only the head is read. */
async function hold(kind: Kind, response: Response, isHttps = false): Promise<void> {
  await response.body?.cancel();
  const { headers } = response;
  const found = watched.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)]] : []));
  expect(Object.fromEntries(found)).toEqual(policies[kind]);
  const security = headers.get("strict-transport-security");
  const isPage = kind === "page" || kind === "secretPage";
  expect(security).toBe(isPage && isHttps ? "max-age=31536000" : null);
  expect(headers.get("server")).toBeNull();
  expect(headers.get("x-powered-by")).toBeNull();
  if (isPage) return;
  expect(headers.get("set-cookie")).toBeNull();
  expect(headers.get("location")).toBeNull();
}

/** A path for a door: parameters that nobody knows here lead to what does not exist. */
function pathOf(door: string): string {
  return door
    .replace(":domain", "own.example")
    .replace("lists/:list", "lists/source")
    .replace("export/:file", "export/source.csv")
    .replace("raw/:file", "raw/events.csv")
    .replaceAll(/:\w+/g, "1");
}

const kindOf = (path: string): Kind => (path.includes(":token") ? "secretPage" : "page");
/** What opens to an admin as another kind than what sends everybody else away. */
const openKinds: Readonly<Record<string, Kind>> = {
  "/admin/mails/preview": "framingPage",
  "/admin/mails/preview/document": "framedMail",
};
const doors = pageRoutes.map(({ method, path }) => ({ method, path }));
const readable = doors.filter(({ method }) => method === "GET");

describe("a page", () => {
  test.each(readable)("GET $path: as a page, as a fragment, and for a stranger", async (door) => {
    const [path, kind] = [pathOf(door.path), kindOf(door.path)];
    const openKind = openKinds[door.path] ?? kind;
    await hold(openKind, await admin.get(path));
    await hold(openKind, await admin.get(path, { "hx-request": "true" }));
    await hold(kind, await stranger(http).get(path));
    await hold(kind, await stranger(http).get(path, { "hx-request": "true" }));
    const asked = await fetch(https.origin + path, {
      redirect: "manual",
      headers: { host: "stats.example" },
    });
    await hold(kind, asked, true);
  });

  test.each(doors.filter(({ method }) => method === "POST"))(
    "POST $path: from elsewhere, without the token, and as nobody",
    async (door) => {
      const [path, kind] = [pathOf(door.path), kindOf(door.path)];
      await hold(kind, await admin.post(path, {}, { "sec-fetch-site": "cross-site" }));
      await hold(kind, await admin.post(path, { _csrf: "wrong" }));
      await hold(kind, await stranger(http).post(path));
      const headers = { host: "stats.example", "sec-fetch-site": "same-origin" };
      const options = { method: "POST", redirect: "manual", headers } as const;
      const body = new URLSearchParams({ email: "a@b.example" });
      await hold(kind, await fetch(https.origin + path, { ...options, body }), true);
    },
  );

  test("opens, so that these were more than the headers of errors", async () => {
    for (const path of ["/sites", "/sites/own.example", "/sites/own.example/export/source.csv"]) {
      const response = await admin.get(path);
      expect(response.status).toBe(200);
      await hold("page", response);
    }
  });
});

const form = "application/x-www-form-urlencoded";
const sameOrigin = { "sec-fetch-site": "same-origin" };
const asked = (path: string, options: RequestInit = {}) => fetch(http.origin + path, options);
const signIn = (body: string, type = form) =>
  asked("/sign-in", { method: "POST", body, headers: { ...sameOrigin, "content-type": type } });

describe("an error", () => {
  test.each<[number, string, () => Promise<Response>]>([
    [403, "of another origin", () => asked("/sign-in", { method: "POST", body: "" })],
    [404, "of no page", () => asked("/nowhere/at/all")],
    [404, "of no site", () => admin.get("/sites/nowhere.example")],
    [404, "of no asset", () => asked("/assets/nowhere.js")],
    [404, "of no door at the root", () => asked("/nowhere")],
    [404, "of a method that a page has not", () => asked("/sites", { method: "DELETE" })],
    [413, "of a form that is too large", () => signIn(`email=${"a".repeat(70_000)}`)],
    [415, "of a form of another kind", () => signIn("{}", "application/json")],
    [422, "of a wrong password", () => signIn("email=a%40x.example&password=wrong")],
    [422, "of a site without a domain", () => admin.post("/sites", { domain: "" })],
  ])("%i %s", async (status, _, ask) => {
    const response = await ask();
    expect(response.status).toBe(status);
    await hold("page", response);
  });

  test("421 of a host that is not ours", async () => {
    const response = await fetch(`${https.origin}/sign-in`, { headers: { host: "evil.example" } });
    expect(response.status).toBe(421);
    await hold("page", response, true);
  });

  test("429 of too many wrong passwords", async () => {
    const statuses: number[] = [];
    // The wait is one of two seconds, in which a slow machine verifies not one of them.
    http.setNow(new Date());
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const response = await signIn("email=b%40x.example&password=wrong");
      statuses.push(response.status);
      await hold("page", response);
    }
    http.setNow(null);
    expect(statuses.at(-1)).toBe(429);
  }, 60_000);

  test("500 of a bug", async () => {
    http.setNow(new Date(Number.NaN));
    const response = await admin.get("/sites");
    http.setNow(null);
    expect(response.status).toBe(500);
    await hold("page", response);
  });

  test("503 of a database that is held up", async () => {
    const locker = await http.database.work.reserve();
    await locker`begin`;
    await locker`lock table sites in access exclusive mode`;
    const response = await admin.get("/sites/own.example");
    await locker`rollback`;
    locker.release();
    expect(response.status).toBe(503);
    await hold("page", response);
  }, 20_000);
});

describe("what is no page", () => {
  /** The doors that have a test of their own below, and those that are files and the like. */
  const kinds: readonly [pattern: RegExp, kind: Kind | null][] = [
    [/^(GET|POST|OPTIONS) \/:file$/, null],
    [/^POST \/api\/event$/, null],
    [/^GET \/assets\/:name$/, null],
    [/^GET \/(health|metrics)$/, "health"],
    [/^GET \/sw\.js$/, "worker"],
    [/^GET \/[\w.-]+\.(png|svg|txt|webmanifest)$/, "file"],
  ];

  test("each door has its kind; one that nobody has thought of has to be a page", async () => {
    const pages = new Set(doors.map(({ method, path }) => `${method} ${path}`));
    const left = http.doors.filter((door) => !pages.has(door));
    expect(left.length).toBeGreaterThan(kinds.length);
    for (const door of left) {
      const found = kinds.find(([pattern]) => pattern.test(door));
      if (found?.[1] === null) continue;
      const [method = "GET", path = "/"] = door.split(" ");
      await hold(found?.[1] ?? "page", await asked(pathOf(path), { method }));
    }
  });

  test("assets: by their version for ever, else asked for again", async () => {
    const html = await (await asked("/sign-in")).text();
    const kept = /\/assets\/[\w.-]+\.css\?v=\w+/.exec(html)?.[0] ?? "";
    const [bare = ""] = kept.split("?");
    await hold("keptAsset", await asked(kept));
    const response = await asked(bare);
    await hold("asset", response);
    const known = { "if-none-match": response.headers.get("etag") ?? "" };
    const again = await asked(bare, { headers: known });
    expect(again.status).toBe(304);
    await hold("asset", again);
  });
});

describe("the collector", () => {
  const server = (headers: Record<string, string> = {}, body = "{}") =>
    asked("/api/event", { method: "POST", body, headers });

  test("the script: with a day's use and an ETag", async () => {
    const path = `/${site.key}.js`;
    const script = await asked(path);
    const etag = script.headers.get("etag") ?? "";
    expect([script.status, etag]).toEqual([200, expect.stringMatching(/^W\/"/)]);
    await hold("script", script);
    const known = await asked(path, { headers: { "if-none-match": etag } });
    expect(known.status).toBe(304);
    await hold("script", known);
  });

  test.each<[number, string, Kind, () => Promise<Response>]>([
    [202, "a view", "beacon", () => sendTo(http.origin, site)],
    [202, "a bot", "refusal", () => sendTo(http.origin, site, { headers: { "user-agent": "x" } })],
    [204, "a preflight", "beacon", () => asked(`/${site.key}`, { method: "OPTIONS" })],
    [400, "nonsense", "refusal", () => sendTo(http.origin, site, { message: "nonsense" })],
    [
      403,
      "another site's page",
      "refusal",
      () => sendTo(http.origin, site, { headers: { origin: "https://its.example" } }),
    ],
    [404, "no site", "refusal", () => sendTo(http.origin, { ...site, key: "zzzzzzzzzzzz" })],
    [404, "no site's script", "refusal", () => asked("/zzzzzzzzzzzz.js")],
    [413, "too much", "refusal", () => sendTo(http.origin, site, { message: "x".repeat(20_000) })],
    [200, "the picture", "refusal", () => asked(`/${site.key}.gif`)],
    [401, "a server without its secret", "report", () => server()],
    [401, "a server with a wrong one", "report", () => server({ authorization: "Bearer x" })],
  ])("%i for %s", async (status, _, kind, ask) => {
    const response = await ask();
    expect(response.status).toBe(status);
    await hold(kind, response);
  });

  test("429 of too many, without a session's cookie whoever asks", async () => {
    const headers = { cookie: admin.cookie, "x-forwarded-for": "198.51.100.9" };
    // So many in ten seconds, which none of these is to outlast.
    http.setNow(new Date());
    let response = await sendTo(http.origin, site, { headers });
    for (let turn = 0; turn < 40 && response.status !== 429; turn += 1) {
      await hold("beacon", response);
      response = await sendTo(http.origin, site, { headers });
    }
    http.setNow(null);
    expect(response.status).toBe(429);
    await hold("refusal", response);
  }, 20_000);
});
