import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { insertSite, sendTo } from "#test/support/collector.ts";

const setUpMaxMs = 60_000;
let app: TestApp;
let quiet: TestApp;
beforeAll(async () => {
  app = await startTestApp({ logLevel: "debug", trustedProxies: ["loopback"] });
  quiet = await startTestApp();
}, setUpMaxMs);
afterAll(async () => {
  await app?.stop();
  await quiet?.stop();
}, setUpMaxMs);

type Line = [level: string, message: string, fields?: Record<string, unknown>];
const linesOf = (of: TestApp, message: string) =>
  of.lines.map((line) => JSON.parse(line) as Line).filter(([, said]) => said === message);
const last = (of: TestApp, message: string) => linesOf(of, message).at(-1);

describe("a page", () => {
  test("is one line: what was asked for, by its pattern, and how it was answered", async () => {
    const admin = await signedIn(quiet, { email: "anna@agency.example", role: "admin" });
    const html = await (await admin.get("/admin/sites")).text();
    const fields = last(quiet, "page")?.[2];
    expect(last(quiet, "page")?.[0]).toBe("info");
    expect(fields).toMatchObject({ method: "GET", route: "/admin/sites", status: 200 });
    expect(fields?.bytes).toBe(Buffer.byteLength(html));
    expect(fields?.ms).toBeNumber();
    await admin.post("/admin/clients", {});
    expect(last(quiet, "page")?.[2]).toMatchObject({ method: "POST", route: "/admin/clients" });
    await admin.get("/nothing/here");
    expect(last(quiet, "page")?.[2]).toMatchObject({ route: "/*", status: 404 });
  });

  test("that was refused is one too", async () => {
    await stranger(quiet).get("/sites");
    expect(last(quiet, "page")?.[2]).toMatchObject({ route: "/sites", status: 303 });
  });
});

describe("what is no page", () => {
  const doors = async (of: TestApp) => {
    const site = await insertSite(of.database);
    await sendTo(of.origin, site);
    await sendTo(of.origin, site, { message: "{" });
    for (const path of [`/${site.key}.js`, "/health", "/sw.js", "/assets/app.css", "/metrics"])
      await (await fetch(of.origin + path)).arrayBuffer();
    await Bun.sleep(50);
  };
  /** Each is told once it is answered, which the one who asked may know before. */
  const waitForLines = async (count: number) => {
    const deadline = performance.now() + 10_000;
    while (linesOf(app, "request").length < count && performance.now() < deadline)
      await Bun.sleep(20);
  };

  test("is not told of but at level debug", async () => {
    await doors(quiet);
    expect(linesOf(quiet, "request")).toEqual([]);
    await doors(app);
    await waitForLines(7);
    const told = linesOf(app, "request").map(([level, , fields]) => [
      level,
      ...Object.values(fields ?? {}).slice(0, 3),
    ]);
    expect(told).toEqual([
      ["debug", "POST", "/:file", 202],
      ["debug", "POST", "/:file", 400],
      ["debug", "GET", "/:file", 200],
      ["debug", "GET", "/health", 200],
      ["debug", "GET", "/sw.js", 200],
      ["debug", "GET", "/assets/:name", 200],
      ["debug", "GET", "/metrics", 200],
    ]);
  }, 20_000);

  test("a page stays one line there", async () => {
    const before = linesOf(app, "request").length;
    await stranger(app).get("/sign-in");
    await stranger(app).get("/nothing/here");
    await stranger(app).get("/nowhere");
    await stranger(app).post("/nothing/here");
    await Bun.sleep(50);
    expect(linesOf(app, "request").slice(before)).toEqual([]);
  });
});

describe("no line", () => {
  test("holds an address, a user agent, a query, a token or a domain, whoever asks for what", async () => {
    const canaries = {
      ip: "198.51.100.237",
      agent: "Canary7f3a9c1e55d0",
      query: "needle-in-query",
      token: "needle-in-token-43-characters-0123456789abc",
      email: "needle@canary.example",
      domain: "needle.example",
    };
    const { ip, agent, query, token, email, domain } = canaries;
    const site = await insertSite(app.database, { domain });
    const admin = await signedIn(app, { email, role: "admin" });
    const headers = {
      "x-forwarded-for": ip,
      "user-agent": `Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 ${agent}`,
      referer: `https://${domain}/?${query}`,
    };
    for (const message of [{}, "{", { u: `https://${domain}/?${query}` }])
      await sendTo(app.origin, site, { message, headers });
    await sendTo(app.origin, site, { headers: { ...headers, origin: "https://foreign.example" } });
    for (const path of [
      ...[`/password/${token}`, `/setup/${token}`, `/unsubscribe/${token}`, `/${token}`],
      ...[
        `/sites/${domain}?filter=${query}`,
        `/sites/gone.${domain}`,
        `/nowhere/${email}?${query}`,
      ],
      ...[`/sign-in?next=/${query}`, `/${site.key}.js?${query}`, `/${site.key}.gif?u=${query}`],
      ...[`/health?${query}`, `/metrics?${query}`, `/assets/app.css?v=${query}`],
    ])
      await (await admin.get(path, headers)).arrayBuffer();
    const typed = { email, password: token };
    for (const path of ["/sign-in", "/forgot-password", `/password/${token}`])
      await admin.post(path, typed, headers);
    // One that fails, and one that comes when the database cannot answer.
    app.setNow(new Date(Number.NaN));
    await admin.get(`/sites/${domain}?${query}`, headers);
    app.setNow(null);
    await Bun.sleep(50);
    const text = app.lines.join("\n");
    expect(linesOf(app, "page").length).toBeGreaterThan(8);
    expect(text).toContain("a page failed");
    for (const [name, canary] of Object.entries({ ...canaries, key: site.key }))
      expect([name, text.includes(canary)]).toEqual([name, false]);
  });
});
