import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { endSessionsOf } from "#src/auth/session.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { readMailPage } from "#src/mail/outbox-store.ts";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import {
  declaredDoors,
  doorsOfEditors,
  doorsOfOneClick,
  doorsWithoutSession,
} from "#test/support/doors.ts";
import { makeSite } from "#test/support/events.ts";
import { pageRoutes } from "./app.ts";

let app: TestApp;
let people: Record<
  "nobody" | "own" | "viewer" | "foreign" | "none" | "admin" | "expired" | "revoked" | "disabled",
  Person
>;

let mailId: number;

beforeAll(async () => {
  app = await startTestApp();
  const { work, orm } = app.database;
  const payload = { userId: 0, invitedBy: "Zoé" };
  const order = { kind: "invitation", recipient: "carla@x.example", payload } as const;
  await queueMail(orm, { ...order, now: new Date() });
  mailId = (await readMailPage(orm, { offset: 0, limit: 1 })).mails[0]?.id ?? 0;
  const [own, foreign] = [await makeSite(work, "own.example"), await makeSite(work, "its.example")];
  const client = (name: string, siteIds: number[], now?: Date) =>
    signedIn(app, { email: `${name}@x.example`, role: "client", siteIds, ...(now ? { now } : {}) });
  people = {
    nobody: stranger(app),
    own: await signedIn(app, { email: "own@x.example", role: "client", editableSiteIds: [own] }),
    viewer: await client("viewer", [own]),
    foreign: await client("foreign", [foreign]),
    none: await client("none", []),
    admin: await signedIn(app, { email: "admin@x.example", role: "admin" }),
    expired: await client("expired", [own], new Date(Date.now() - 8 * 3_600_000 - 1_000)),
    revoked: await client("revoked", [own]),
    disabled: await client("disabled", [own]),
  };
  await endSessionsOf(orm, people.revoked.userId);
  await work`update users set disabled_at = now() where id = ${people.disabled.userId}`;
}, 60_000);
afterAll(() => app.stop(), 60_000);

describe("the table of pages", () => {
  test("declares every door of the running server", () => {
    const pages = pageRoutes.map(({ method, path, access }) => [`${method} ${path}`, access]);
    expect(Object.fromEntries(pages)).toEqual(declaredDoors);
    const isFile = (door: string) => /^GET \/[\w.-]+\.(png|svg|txt|webmanifest)$/.test(door);
    const others = app.doors.filter((door) => !(door in declaredDoors) && !isFile(door));
    expect(others.toSorted()).toEqual(doorsWithoutSession.toSorted());
  });
});

const paths = pageRoutes.map(({ method, path, access }) => ({ method, path, access }));
const guarded = paths.filter(({ access }) => access !== "public");
const ofSite = guarded.filter(({ path }) => path.includes(":domain"));

function send(
  person: Person,
  { method, path }: { method: string; path: string },
  domain = "own.example",
): Promise<Response> {
  const concrete = path
    .replace(":domain", domain)
    .replace(":token", "wrong")
    .replace(":session", "0")
    .replace(":siteId", "1")
    .replace("clients/:id", `clients/${people.none.userId}`)
    .replace("mails/:id", `mails/${mailId}`)
    .replace("lists/:list", "lists/source")
    .replace("export/:file", "export/source.csv")
    .replace("raw/:file", "raw/events.csv");
  return method === "GET" ? person.get(concrete) : person.post(concrete);
}

/** What a person is told of a page that is not there, without the name of the site. */
async function missingBody(
  person: Person,
  route: { method: string; path: string },
  domain = "own.example",
): Promise<string> {
  const response = await send(person, route, domain);
  expect(response.status).toBe(404);
  return (await response.text()).replaceAll(domain, "domain");
}

/** Reads an answer; of an endless one only its head. */
async function statusOf(response: Response): Promise<number> {
  await response.body?.cancel();
  return response.status;
}

describe("a database that does not answer", () => {
  test("is told after four seconds, where somebody holds a lock", async () => {
    const locker = await app.database.work.reserve();
    await locker`begin`;
    await locker`lock table sites in access exclusive mode`;
    const startedAt = performance.now();
    const response = await people.admin.get("/sites/own.example");
    expect(response.status).toBe(503);
    // Two waits, one after the other, would be eight.
    expect(performance.now() - startedAt).toBeLessThan(7_500);
    expect(await response.text()).toContain("The database does not answer");
    await locker`rollback`;
    locker.release();
    expect((await people.admin.get("/sites/own.example")).status).toBe(200);
  }, 20_000);
});

describe("a guarded door", () => {
  describe.each(["nobody", "expired", "revoked", "disabled"] as const)("for %s", (name) => {
    test.each(guarded)("$method $path leads to the sign-in", async (route) => {
      const response = await send(people[name], route);
      expect(response.status).toBe(303);
      expect(response.headers.get("location")).toStartWith("/sign-in");
    });
  });

  test.each(guarded.filter(({ access }) => access === "admin"))(
    "$method $path does not exist for a client",
    async (route) => {
      expect(await statusOf(await send(people.own, route))).toBe(404);
    },
  );

  test.each(guarded.filter(({ method }) => method === "GET"))(
    "$method $path opens for an admin",
    async (route) => {
      const response = await send(people.admin, route);
      // The first page of what an admin does has another address.
      const isFirst = route.path === "/admin";
      expect(response.headers.get("location")).toBe(isFirst ? "/admin/sites" : null);
      expect(await statusOf(response)).toBe(isFirst ? 303 : 200);
    },
  );

  test.each(ofSite.filter(({ access, method }) => access === "signed-in" && method === "GET"))(
    "$method $path opens for the client whose site it is, and for no other",
    async (route) => {
      const isOfEditors = doorsOfEditors.includes(`${route.method} ${route.path}`);
      expect(await statusOf(await send(people.own, route))).toBe(200);
      expect(await statusOf(await send(people.viewer, route))).toBe(isOfEditors ? 404 : 200);
      expect(await statusOf(await send(people.foreign, route))).toBe(404);
      expect(await statusOf(await send(people.none, route))).toBe(404);
    },
  );

  test.each(ofSite)("$method $path tells a foreign site and a missing one alike", async (route) => {
    expect(await missingBody(people.foreign, route)).toBe(
      await missingBody(people.foreign, route, "nowhere.example"),
    );
  });

  test.each(ofSite.filter(({ path, method }) => doorsOfEditors.includes(`${method} ${path}`)))(
    "$method $path tells a site that one may only look at and a missing one alike",
    async (route) => {
      expect(await missingBody(people.viewer, route)).toBe(
        await missingBody(people.viewer, route, "nowhere.example"),
      );
    },
  );

  test.each(ofSite)("$method $path tells an admin of a missing site", async (route) => {
    expect(await statusOf(await send(people.admin, route, "nowhere.example"))).toBe(404);
  });

  test("sends who has signed in back to where they wanted to go", async () => {
    const response = await people.nobody.get("/sites/own.example?period=7d");
    const door = new URL(response.headers.get("location") ?? "", app.origin);
    expect(door.searchParams.get("next")).toBe("/sites/own.example?period=7d");
  });

  describe("for who still has to set up the second factor that an admin asks for", () => {
    const open = ["GET /account/two-factor", "POST /account/two-factor", "POST /sign-out"];
    const look = ["POST /account/language", "POST /account/theme"];
    const isOpen = ({ method, path }: (typeof guarded)[number]) =>
      [...open, ...look].includes(`${method} ${path}`);
    let late: Person;
    beforeAll(async () => {
      late = await signedIn(app, { email: "late@x.example", role: "admin" });
      await app.database.work`update users set requires_totp = true where id = ${late.userId}`;
    });

    test.each(guarded.filter((route) => !isOpen(route)))(
      "$method $path leads to the set-up",
      async (route) => {
        const response = await send(late, route);
        expect(response.status).toBe(303);
        expect(response.headers.get("location")).toBe("/account/two-factor");
      },
    );

    test("the set-up opens and says why, and the look of the page can be changed", async () => {
      const page = await late.get("/account/two-factor");
      expect(page.status).toBe(200);
      expect(await page.text()).toContain("Your account needs two-step sign-in");
      expect((await late.post("/account/theme", { theme: "dark" })).status).toBe(204);
      const french = await late.post("/account/language", { locale: "fr", next: "/x" });
      expect(french.headers.get("location")).toBe("/x");
    });

    test("htmx loads the set-up as a page", async () => {
      const response = await late.get("/sites/own.example", { "hx-request": "true" });
      expect(response.status).toBe(403);
      expect(response.headers.get("hx-redirect")).toBe("/account/two-factor");
    });

    test("signing out is possible", async () => {
      expect((await late.post("/sign-out")).headers.get("location")).toBe("/sign-in");
    });
  });

  test("makes htmx load the sign-in as a page", async () => {
    const response = await people.nobody.get("/sites/own.example/install/status", {
      "hx-request": "true",
      "hx-current-url": `${app.origin}/sites/own.example/install`,
    });
    expect(response.status).toBe(401);
    expect(response.headers.get("hx-redirect")).toBe(
      "/sign-in?next=%2Fsites%2Fown.example%2Finstall",
    );
  });
});

describe("a form", () => {
  const posts = guarded.filter(({ method }) => method === "POST");

  test.each(posts)("$path needs the session's token", async ({ path }) => {
    for (const _csrf of ["", "wrong", people.own.csrf]) {
      const response = await people.admin.post(path.replace(":domain", "own.example"), { _csrf });
      expect(response.status).toBe(403);
    }
  });

  test("from anywhere is taken by no door but those that end mails", () => {
    const doors = pageRoutes.filter((route) => route.access === "public" && route.isOneClick);
    expect(doors.map(({ method, path }) => `${method} ${path}`)).toEqual([...doorsOfOneClick]);
  });

  const isOneClick = ({ method, path }: (typeof paths)[number]) =>
    doorsOfOneClick.includes(`${method} ${path}`);

  test.each(paths.filter((route) => route.method === "POST" && !isOneClick(route)))(
    "$path refuses another origin",
    async ({ path }) => {
      const concrete = path.replace(":domain", "own.example").replace(":token", "wrong");
      for (const site of ["cross-site", "same-site", "none"])
        expect((await people.admin.post(concrete, {}, { "sec-fetch-site": site })).status).toBe(
          403,
        );
      const bare = { method: "POST", headers: { cookie: people.admin.cookie }, body: "" };
      const headers = { ...bare.headers, origin: "https://evil.example" };
      expect((await fetch(app.origin + concrete, { ...bare, headers })).status).toBe(403);
      expect((await fetch(app.origin + concrete, bare)).status).toBe(403);
    },
  );

  test("of another kind or too large is refused", async () => {
    const send = (body: string, type: string) =>
      fetch(`${app.origin}/sign-in`, {
        method: "POST",
        body,
        headers: { "sec-fetch-site": "same-origin", "content-type": type },
      });
    expect((await send("{}", "application/json")).status).toBe(415);
    const form = "application/x-www-form-urlencoded";
    expect((await send(`email=${"a".repeat(70_000)}`, form)).status).toBe(413);
  });
});

describe("every answer", () => {
  const answers = [
    "/sign-in",
    "/sites",
    "/sites/own.example",
    "/nowhere",
    "/sites/nowhere.example",
  ];

  test.each(answers)("%s carries the headers of a page", async (path) => {
    const { headers } = await people.admin.get(path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("vary")).toMatch(/HX-Request.*Cookie/);
    expect(headers.get("strict-transport-security")).toBeNull();
  });

  test("a missing page is a 404 in the reader's language, for who has signed in and who has not", async () => {
    const french = await people.nobody.get("/nowhere", { "accept-language": "fr-FR, en;q=0.5" });
    expect(french.status).toBe(404);
    expect(await french.text()).toContain('<html lang="fr">');
    expect((await people.admin.get("/nowhere")).status).toBe(404);
  });

  test("a failure is a 500 that tells nothing, and a line in the log that does", async () => {
    app.setNow(new Date(Number.NaN));
    const response = await people.admin.get("/sites");
    app.setNow(null);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/Invalid|RangeError|\.ts|at /);
    expect(app.lines.join("\n")).toContain("a page failed");
  });

  test("never sets a cookie for somebody who only looks", async () => {
    for (const path of ["/", "/sign-in", "/nowhere", "/health"])
      expect((await people.nobody.get(path)).headers.get("set-cookie")).toBeNull();
  });
});

describe("?lang=", () => {
  const french = '<html lang="fr"';

  test.each(["/sign-in?lang=fr", "/docs?lang=fr"])(
    "%s has the language that it names, whatever the browser's and the account's",
    async (path) => {
      const browser = { "accept-language": "en" };
      expect(await (await people.nobody.get(path, browser)).text()).toContain(french);
    },
  );

  test("wins over the account's on a public page, and says nothing on any other", async () => {
    expect(await (await people.admin.get("/docs?lang=fr")).text()).toContain(french);
    expect(await (await people.admin.get("/sites?lang=fr")).text()).toContain('<html lang="en"');
  });

  test("of a language that nobody speaks here is as if it were not there", async () => {
    const page = await people.nobody.get("/docs?lang=xx", { "accept-language": "fr" });
    expect(await page.text()).toContain(french);
  });
});

describe("with a public address", () => {
  test("another Host is refused, and https has its headers and its cookie", async () => {
    const own = await startTestApp({ publicUrl: "https://stats.example" });
    try {
      const ask = (host: string) => fetch(`${own.origin}/sign-in`, { headers: { host } });
      expect((await ask("evil.example")).status).toBe(421);
      const known = await ask("stats.example");
      expect(known.status).toBe(200);
      expect(known.headers.get("strict-transport-security")).toBe("max-age=31536000");
    } finally {
      await own.stop();
    }
  }, 20_000);
});
