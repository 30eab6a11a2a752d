import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ensurePartitions } from "#src/db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { blankRow, type EventRow } from "./event-row.ts";
import { storeRows } from "./store.ts";

let database: TestDatabase;
/** How many sites these tests need in all; their ids are 1 and so on. */
const sitesMax = 500;
let lastSite = 0;
const startMs = Date.parse("2026-11-23T10:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  await ensurePartitions(database.work, new Date(startMs));
  await database.work`
    insert into sites (key, domain, name, time_zone)
    select 'site' || number, number || '.example', 'A shop', 'UTC'
    from generate_series(1, ${sitesMax}) number
  `;
});
afterAll(() => database.drop());

function newSite(): number {
  lastSite += 1;
  return lastSite;
}

function viewRow(fields: Partial<EventRow>): EventRow {
  return {
    ...blankRow(),
    day: "2026-11-23",
    visitor: "-5",
    id: "7",
    ts: startMs,
    last_seen_at: startMs,
    path: "/",
    hostname: "shop.example",
    ...fields,
  };
}

async function readRows(siteId: number) {
  return database.work`
    select id, kind, ts::text, last_seen_at::text, seq, engaged_ms, scroll, name, props
    from events
    where site_id = ${siteId}
    order by day, visitor, id
  `;
}

async function takePending(siteId: number): Promise<number> {
  const taken = await database.work`delete from pending where site_id = ${siteId} returning day`;
  return taken.length;
}

describe("storeRows", () => {
  test("keeps apart what is the same in all rows and what is in some", async () => {
    const site_id = newSite();
    const of = (id: number, fields: Partial<EventRow>) =>
      viewRow({ site_id, id: `${id}`, country: "FR", ...fields });
    const props = '{"plan": "pro"}';
    const given = [
      of(1, { kind: "custom", props, name: "a", utm_source: "letter" }),
      of(2, { props: null, name: "" }),
      of(3, { kind: "custom", props: '{"plan": "free"}', name: "a" }),
    ];
    const read = () => database.work`
      select id::int, kind, props->>'plan' as plan, name, utm_source, country, utm_term
      from events
      where site_id = ${site_id}
      order by id
    `;
    const common = { country: "FR", utm_term: "" };
    const expected = [
      { id: 1, kind: "custom", plan: "pro", name: "a", utm_source: "letter", ...common },
      { id: 2, kind: "pageview", plan: null, name: "", utm_source: "", ...common },
      { id: 3, kind: "custom", plan: "free", name: "a", utm_source: "", ...common },
    ];
    // In each order, since the first row stands for the others where they are alike.
    for (const order of [given, given.toReversed(), given.slice(1).concat(given.slice(0, 1))]) {
      await database.work`delete from events where site_id = ${site_id}`;
      await storeRows(database.collector, order);
      expect([...(await read())]).toEqual(expected);
    }
    await database.work`delete from events where site_id = ${site_id}`;
    await storeRows(
      database.collector,
      [1, 2].map((id) => of(id, {})),
    );
    expect([...(await read())].map(({ id, plan }) => [id, plan])).toEqual([
      [1, null],
      [2, null],
    ]);
  });

  test("stores every column as it was given, and its visitor-day in the outbox", async () => {
    const site_id = newSite();
    const texts = `a"b\\c{},'é👩 NULL`;
    const given = viewRow({
      site_id,
      visitor: "-9223372036854775808",
      id: "9223372036854775807",
      kind: "custom",
      path: `/${texts}`,
      name: texts,
      target: "",
      props: JSON.stringify({ text: texts, list: [1, null] }),
      engaged_ms: 2_147_483_647,
      scroll: 100,
      country: "FR",
      screen: "null",
    });
    await storeRows(database.collector, [given]);
    const [stored] = await database.work`
      select *, day::text, visitor::text, id::text, props::text as props,
             extract(epoch from ts) * 1000 as ts, extract(epoch from last_seen_at) * 1000 as seen
      from events
      where site_id = ${site_id}
    `;
    const { props, ts, last_seen_at: _seen, ...rest } = given;
    expect(stored).toMatchObject(rest);
    expect(JSON.parse(stored?.props)).toEqual(JSON.parse(props ?? ""));
    expect(Number(stored?.ts)).toBe(ts);
    expect(await takePending(site_id)).toBe(1);
  });

  test("takes the most engaged, the newest scroll, the earliest start and the latest sign", async () => {
    const site_id = newSite();
    const view = (fields: Partial<EventRow>) => viewRow({ site_id, ...fields });
    await storeRows(database.collector, [
      view({
        seq: 2,
        engaged_ms: 9_000,
        scroll: 20,
        ts: startMs + 5,
        last_seen_at: startMs + 9_000,
      }),
    ]);
    await storeRows(database.collector, [
      view({ seq: 1, engaged_ms: 4_000, scroll: 90, last_seen_at: startMs + 4_000 }),
    ]);
    expect([...(await readRows(site_id))]).toEqual([
      {
        id: "7",
        kind: "pageview",
        ts: "2026-11-23 10:00:00+00",
        last_seen_at: "2026-11-23 10:00:09+00",
        seq: 2,
        engaged_ms: 9_000,
        scroll: 20,
        name: "",
        props: null,
      },
    ]);
  });

  test("does not wake the projector for what changes nothing", async () => {
    const site_id = newSite();
    const rows = [
      viewRow({ site_id, engaged_ms: 10 }),
      viewRow({ site_id, id: "8", kind: "custom", name: "signup" }),
    ];
    await storeRows(database.collector, rows);
    expect(await takePending(site_id)).toBe(1);
    await storeRows(database.collector, rows);
    await storeRows(database.collector, [viewRow({ site_id, engaged_ms: 5 })]);
    expect(await takePending(site_id)).toBe(0);
    expect(await readRows(site_id)).toHaveLength(2);
  });

  test("stores all or nothing", async () => {
    const site_id = newSite();
    const rows = [viewRow({ site_id }), viewRow({ site_id, id: "8", day: "1970-01-01" })];
    await expect(storeRows(database.collector, rows)).rejects.toMatchObject({ code: "23514" });
    expect(await readRows(site_id)).toHaveLength(0);
    expect(await takePending(site_id)).toBe(0);
  });

  test("ends in the same rows whatever the order, the batches and the repetitions", async () => {
    const messages = (site_id: number) => [
      viewRow({ site_id, seq: 0 }),
      viewRow({ site_id, seq: 1, engaged_ms: 9_000, scroll: 30, last_seen_at: startMs + 9_000 }),
      viewRow({ site_id, seq: 2, engaged_ms: 12_000, scroll: 80, last_seen_at: startMs + 14_000 }),
      viewRow({ site_id, seq: 3, engaged_ms: 12_000, scroll: 40, last_seen_at: startMs + 15_000 }),
      viewRow({ site_id, id: "8", kind: "outbound", target: "https://a.example/" }),
      viewRow({ site_id, id: "9", seq: 1, ts: startMs + 16_000, last_seen_at: startMs + 20_000 }),
      viewRow({ site_id, id: "9", visitor: "3", kind: "form", name: "contact" }),
    ];
    const reference = newSite();
    for (const row of messages(reference)) await storeRows(database.collector, [row]);
    const expected = await readRows(reference);
    expect(expected).toHaveLength(4);
    const places = fc.array(fc.nat(6), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
        places,
        fc.integer({ min: 1, max: 8 }),
        async (order, repeats, batch) => {
          const site = newSite();
          const rows = [...order, ...repeats]
            .map((at) => messages(site)[at])
            .filter((row) => !!row);
          for (let at = 0; at < rows.length; at += batch)
            await storeRows(database.collector, rows.slice(at, at + batch));
          expect(await readRows(site)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("lets two servers store the same views at once", async () => {
    const site_id = newSite();
    const rows = Array.from({ length: 300 }, (_, at) =>
      viewRow({ site_id, id: `${at}`, engaged_ms: at }),
    );
    await storeRows(database.collector, rows);
    const newer = rows.map((row) => ({ ...row, seq: 1, engaged_ms: row.engaged_ms + 1 }));
    await Promise.all([
      storeRows(database.collector, newer),
      storeRows(database.work, newer.toReversed()),
      storeRows(database.reports, newer),
    ]);
    expect(await readRows(site_id)).toHaveLength(300);
  });
});
