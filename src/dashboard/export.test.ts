import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { settleProjections } from "#src/stats/project/settle.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";

const maxMs = 60_000;
let app: TestApp;
let admin: Person;
let client: Person;
let siteId: number;
const day = new Date().toISOString().slice(0, 10);
/** It is noon of this day for as long as the tests go, though midnight may come meanwhile. */
const now = new Date(`${day}T12:00:00Z`);

beforeAll(async () => {
  app = await startTestApp();
  app.setNow(now);
  siteId = await makeSite(app.database.work, "shop.example");
  const otherId = await makeSite(app.database.work, "blog.example");
  admin = await signedIn(app, { email: "anna@agency.example", role: "admin", now });
  client = await signedIn(app, {
    ...{ email: "bob@blog.example", role: "client", now },
    siteIds: [otherId],
  });
  const at = (visitor: number, fields: object) =>
    eventOf({ site_id: siteId, ts: `${day}T00:00:0${visitor}Z`, visitor, ...fields });
  await storeEvents(app.database.work, [
    at(1, { path: "/a", source: "=cmd|' /C calc'!A0" }),
    at(2, { path: "/a", source: 'Say "hi", all' }),
    at(3, { path: "/b", source: "Google", country: "DE" }),
    at(3, { kind: "custom", name: "buy", path: "/b", props: { plan: "pro" } }),
  ]);
  await settleProjections(app.database.work);
}, maxMs);
afterAll(() => app.stop());

const read = async (path: string, who = admin) => {
  const answer = await who.get(`/sites/shop.example/${path}`);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};

describe("an export of a panel", () => {
  test("is a CSV file that no spreadsheet takes for a program", async () => {
    const { status, headers, text } = await read("export/source.csv?period=today");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toMatch(
      /^attachment; filename="shop\.example-source-[\d-]+\.csv"$/,
    );
    const [head, ...rows] = text.trim().split("\r\n");
    expect(head).toBe("value,visitors,visits,pageviews,bounces,engagedMs,events,scroll");
    expect(rows.sort()).toEqual([
      `"Say ""hi"", all",1,1,1,1,0,0,0`,
      `'=cmd|' /C calc'!A0,1,1,1,1,0,0,0`,
      "Google,1,1,1,0,0,1,0",
    ]);
  });

  test("obeys the period and the filters, as JSON too", async () => {
    const { headers, text } = await read("export/path.json?period=today&filter=country:is:DE");
    expect(headers.get("content-type")).toContain("application/json");
    expect(JSON.parse(text)).toMatchObject([{ value: "/b", visitors: 1, events: 1 }]);
    const before = await read("export/path.csv?period=yesterday");
    expect(before.text.trim().split("\r\n")).toHaveLength(1);
  });

  test("is in the order and the part that are asked for", async () => {
    const pages = async (params: string) => {
      const { text } = await read(`export/path.json?period=today${params}`);
      return (JSON.parse(text) as { value: string }[]).map(({ value }) => value);
    };
    expect(await pages("")).toEqual(["/a", "/b"]);
    expect(await pages("&sort=visitors")).toEqual(["/b", "/a"]);
    expect(await pages("&sort=-events")).toEqual(["/b", "/a"]);
    expect(await pages("&limit=1")).toEqual(["/a"]);
    expect(await pages("&limit=1&offset=1")).toEqual(["/b"]);
    expect(await pages("&filter=country:is-not:XX&sort=-events&limit=1")).toEqual(["/b"]);
  });

  test("says of what was done which share of all visitors did it", async () => {
    const [kind] = JSON.parse((await read("export/kind.json?period=today")).text);
    expect(kind).toMatchObject({ value: "custom", visitors: 1, events: 1, conversionRate: 0.3333 });
    const german = await read("export/event.json?period=today&filter=country:is:DE");
    expect(JSON.parse(german.text)).toMatchObject([{ value: "buy", conversionRate: 1 }]);
    expect((await read("export/path.csv?period=today")).text).not.toContain("conversionRate");
  });

  test("has the values of a property, and all properties of the events with a name", async () => {
    const plans = await read("export/prop%3Aplan.json?period=today");
    expect(JSON.parse(plans.text)).toMatchObject([{ value: "pro", visitors: 1, events: 1 }]);
    const { text } = await read("export/props%3Abuy.csv?period=today");
    expect(text.trim().split("\r\n")).toEqual([
      "property,value,visitors,visits,events",
      "plan,pro,1,1,1",
    ]);
    expect((await read("export/props%3Asell.csv?period=today")).text.trim()).not.toContain("\n");
  });

  test("has the points of the chart, and the hours of the week", async () => {
    const chart = JSON.parse((await read("export/chart.json?period=today")).text);
    expect(chart[0]).toMatchObject({ hour: `${day}T00:00`, visitors: 3, pageviews: 3, events: 1 });
    // One of the three bought something, which is a conversion; nobody did by now in another hour.
    expect(chart.map(({ conversions }: { conversions: number }) => conversions)).toEqual(
      chart.map((_: object, hour: number) => (hour === 0 ? 1 : 0)),
    );
    const { text } = await read("export/chart.csv?period=7d");
    const [head, ...days] = text.trim().split("\r\n");
    expect(head).toBe("day,visitors,visits,pageviews,bounces,engagedMs,events,scroll,conversions");
    expect(days.at(-1)).toBe(`${day},3,3,3,2,0,1,0,1`);
    const nobody = await read("export/chart.csv?period=7d&filter=country:is:IT");
    expect(nobody.text).toEndWith(`${day},0,0,0,0,0,0,0,0\r\n`);
    const week = JSON.parse((await read("export/heatmap.json?period=today")).text);
    expect(week).toHaveLength(7 * 24);
    const weekday = new Date(`${day}T00:00Z`).getUTCDay() || 7;
    expect(week.filter(({ visits }: { visits: number }) => visits > 0)).toMatchObject([
      { weekday, hour: 0, visitors: 3, visits: 3, pageviews: 3 },
    ]);
  });

  test("has who is on the site now: the pages being read, and where their readers are from", async () => {
    const liveId = await makeSite(app.database.work, "live.example");
    const at = (visitor: number, fields: object) =>
      eventOf({ site_id: liveId, ts: now.toISOString(), visitor, ...fields });
    await storeEvents(app.database.work, [
      at(1, { path: "/a", source: "=cmd" }),
      at(2, { path: "/a" }),
      at(3, { path: "/b", source: "Google" }),
    ]);
    await settleProjections(app.database.work);
    const get = async (file: string) => {
      const answer = await admin.get(`/sites/live.example/export/${file}`);
      return [answer.status, await answer.text()] as const;
    };
    const [status, text] = await get("now.csv?period=live");
    expect(status).toBe(200);
    const [head, ...rows] = text.trim().split("\r\n");
    expect(head).toBe("list,value,visitors");
    expect(rows.slice(0, 2)).toEqual(["exit_path,/a,2", "exit_path,/b,1"]);
    expect(rows.slice(2).sort()).toEqual(["source,'=cmd,1", "source,,1", "source,Google,1"]);
    const [, json] = await get("now.json?period=live&filter=source:is:Google");
    expect(JSON.parse(json)).toEqual([
      { list: "exit_path", value: "/b", visitors: 1 },
      { list: "source", value: "Google", visitors: 1 },
    ]);
  });

  test.each([
    "export/password.csv",
    "export/source.exe",
    "export/source",
    "export/hour.csv",
    "export/now.csv?period=today",
  ])("is not there as %s", async (path) => {
    expect((await read(path)).status).toBe(404);
  });

  test("is nobody's but those who may see the site", async () => {
    for (const path of ["export/source.csv", "raw/events.csv"])
      expect((await read(path, client)).status).toBe(404);
  });
});

describe("an export of events", () => {
  test("has every event of the days, and no address", async () => {
    const { text } = await read("raw/events.csv?period=today");
    const [head = "", ...rows] = text.trim().split("\r\n");
    expect(head).toStartWith("day,time,visitor,kind,hostname,path,name,target,props,");
    expect(head).toEndWith(",os,os_version,language,screen");
    expect(rows).toHaveLength(4);
    expect(rows.at(-1)).toContain(`${day},${day}T00:00:03.000Z,3,custom,shop.example,/b,buy,,`);
    expect(rows.at(-1)).toContain(`"{""plan"": ""pro""}"`);
    const lines = (await read("raw/events.json?period=today")).text.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).path)).toEqual(["/a", "/a", "/b", "/b"]);
  });

  test(
    "reads on where a portion ends, and each event once",
    async () => {
      const many = await makeSite(app.database.work, "many.example");
      await app.database.work`
        insert into events (site_id, day, visitor, id, ts, last_seen_at, kind, path, hostname)
        select ${many}, ${day}, n % 7 - 3, n, now(), now(), 'pageview', '/' || n, 'many.example'
        from generate_series(1, 4500) n
      `;
      const answer = await admin.get("/sites/many.example/raw/events.csv?period=today");
      const rows = (await answer.text()).trim().split("\r\n").slice(1);
      expect(new Set(rows.map((row) => row.split(",")[5])).size).toBe(4_500);
      expect(rows).toHaveLength(4_500);
    },
    maxMs,
  );
});
