import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { makeSite } from "#test/support/events.ts";
import { pageRoutes } from "./app.ts";

// PostgreSQL takes no text with a NUL in it, and nobody who types has one.
const nul = "a%00b";
const asked = [
  ...["q", "search", "sort", "site", "shown", "since", "platform", "seen", "saved", "kind", "by"],
  ...["next", "metric", "period", "from", "to", "compare", "person", "action", "subject", "lang"],
  ...["filter=country:is:", "filter=prop:", "filter=path:contains:"],
];
const query = asked.map((name) => (name.includes("=") ? name + nul : `${name}=${nul}`)).join("&");

let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp();
  await makeSite(app.database.work, "own.example");
  admin = await signedIn(app, { email: "anna@x.example", role: "admin" });
}, 60_000);
afterAll(() => app.stop(), 60_000);

const doors = pageRoutes.map(({ method, path }) => ({ method, path }));
const reading = doors.filter(({ method }) => method === "GET");

async function statusOf(answer: Promise<Response>): Promise<number> {
  const response = await answer;
  await response.body?.cancel();
  return response.status;
}

describe("a NUL", () => {
  test.each(reading)("in the query of $path fails nothing", async ({ path }) => {
    const concrete = path.replace(":domain", "own.example").replace(/:\w+/g, "1");
    for (const more of [query, "period=today", "period=today&search=a%00b", query.slice(0, 60)])
      expect(await statusOf(admin.get(`${concrete}?${more}`))).toBeLessThan(500);
  });

  test.each(reading.filter(({ path }) => path.includes(":")))(
    "in the address of $path is one that leads nowhere",
    async ({ path }) => {
      const whole = await statusOf(admin.get(path.replace(/:\w+/g, nul)));
      expect(whole).toBeGreaterThanOrEqual(300);
      expect(whole).toBeLessThan(500);
      const last = path.replace(":domain", "own.example").replace(/:\w+/g, nul);
      expect(await statusOf(admin.get(last))).toBeLessThan(500);
    },
  );

  test.each(doors.filter(({ method }) => method === "POST"))(
    "in a form for $path fails nothing",
    async ({ path }) => {
      const someone = await signedIn(app, { email: `${crypto.randomUUID()}@x.e`, role: "admin" });
      const names = ["email", "name", "domain", "password", "code", "token", "id", "timeZone"];
      const fields = Object.fromEntries(names.map((name) => [name, "a\0b@c.example"]));
      const concrete = path.replace(":domain", "own.example").replace(/:\w+/g, nul);
      expect(await statusOf(someone.post(concrete, fields))).toBeLessThan(500);
    },
  );
});
