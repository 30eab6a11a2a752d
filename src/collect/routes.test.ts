import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  insertSite,
  type RunningCollector,
  sendTo,
  startCollector,
} from "#test/support/collector.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let running: RunningCollector;

beforeAll(async () => {
  database = await createTestDatabase();
  running = startCollector({ database });
}, 60_000);
afterAll(async () => {
  await running.stop();
  await database.drop();
}, 60_000);

describe("the rate limit", () => {
  test("answers 429 after 30 requests of one address, and nobody else", async () => {
    // Ten seconds that do not end in the middle of it.
    const at = new Date(new Date().setUTCHours(12, 0, 0, 0));
    const own = startCollector({ database, rateLimit: 30, now: () => at });
    const site = await insertSite(database);
    const post = (ip: string) => sendTo(own.origin, site, { headers: { "x-forwarded-for": ip } });
    const answers = await Promise.all(Array.from({ length: 40 }, () => post("193.51.208.50")));
    const late = answers.filter(({ status }) => status === 429);
    expect(late).toHaveLength(10);
    expect(late[0]?.headers.get("retry-after")).toBe("10");
    expect((await post("193.51.208.51")).status).toBe(202);
    await own.stop();
  });
});

describe("OPTIONS /{key}", () => {
  test("lets any page send", async () => {
    const { key } = await insertSite(database);
    const response = await fetch(`${running.origin}/${key}`, { method: "OPTIONS" });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-allow-methods")).toBe("POST");
  });
});

describe("paths that are no key", () => {
  test("are left to the pages", async () => {
    const ask = async (path: string, method = "GET") => {
      const response = await fetch(`${running.origin}${path}`, { method });
      return `${response.status} ${await response.text()}`;
    };
    expect(await ask("/sign-in")).toBe("200 sign in");
    expect(await ask("/something")).toBe("404 a page");
    expect(await ask("/something.js")).toBe("404 a page");
    const { key } = await insertSite(database);
    expect(await ask(`/${key}`)).toBe("404 a page");
    expect(await ask(`/${key}.js/x`)).toBe("404 a page");
    expect(await ask("/something", "POST")).toBe("404 a page");
    expect(await ask("/something", "OPTIONS")).toBe("404 a page");
  });
});
