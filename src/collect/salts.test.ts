import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { makeSite } from "#test/support/events.ts";
import { destroyOldSalts } from "./salt-end.ts";
import { createSalts } from "./salts.ts";

let database: TestDatabase;
let lastSite = 0;

beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

async function newSite(timeZone: string) {
  lastSite += 1;
  const id = await makeSite(database.work, `site-${lastSite}.example`, timeZone);
  return { id, timeZone };
}

/** A server with a memory of its own. */
function newServer() {
  return createSalts(database.collector);
}

async function readSalts(siteId: number) {
  return database.work<{ day: string; salt: Uint8Array }[]>`
    select day::text, salt from salts where site_id = ${siteId} order by day
  `;
}

describe("createSalts", () => {
  const noon = new Date("2026-11-23T12:00:00Z");

  test("makes one salt a site and day, the same for all servers and after a restart", async () => {
    const site = await newSite("UTC");
    const servers = Array.from({ length: 8 }, newServer);
    const salts = await Promise.all(servers.map((one) => one.find(site, "2026-11-23", noon)));
    const later = await newServer().find(site, "2026-11-23", noon);
    expect(new Set([...salts, later].map((salt) => salt?.toHex())).size).toBe(1);
    expect(salts[0]?.length).toBe(32);
    expect(await readSalts(site.id)).toHaveLength(1);
  });

  test("knows a salt without asking again", async () => {
    const site = await newSite("UTC");
    const server = newServer();
    const [first] = await Promise.all([
      server.find(site, "2026-11-23", noon),
      server.find(site, "2026-11-23", noon),
    ]);
    expect(first).not.toBeNull();
    expect(server.find(site, "2026-11-23", noon)).toBe(first);
  });

  test("makes another one for another day and another site", async () => {
    const [a, b] = [await newSite("UTC"), await newSite("UTC")];
    const server = newServer();
    const salts = await Promise.all([
      server.find(a, "2026-11-23", noon),
      server.find(a, "2026-11-22", noon),
      server.find(b, "2026-11-23", noon),
    ]);
    expect(new Set(salts.map((salt) => salt?.toHex())).size).toBe(3);
  });

  test("gives none for a day whose time is over, neither from the table nor from memory", async () => {
    const site = await newSite("Europe/Paris");
    const server = newServer();
    // The day begins at 23:00 UTC the evening before and its salt ends 46 hours later.
    const last = new Date("2026-11-24T20:59:59.999Z");
    const over = new Date("2026-11-24T21:00:00Z");
    expect(await server.find(site, "2026-11-23", last)).not.toBeNull();
    expect(await server.find(site, "2026-11-23", over)).toBeNull();
    expect(await newServer().find(site, "2026-11-23", over)).toBeNull();
  });
});

describe("midnight", () => {
  test("needs no database: a busy site's next salt is there an hour ahead", async () => {
    const site = await newSite("Europe/Paris");
    // The 24th begins in Paris at 23:00 UTC.
    const [early, late] = [new Date("2026-11-23T21:59:59Z"), new Date("2026-11-23T22:00:00Z")];
    const server = newServer();
    await server.find(site, "2026-11-23", early);
    void server.find(site, "2026-11-23", early);
    await Bun.sleep(50);
    expect(await readSalts(site.id)).toHaveLength(1);
    void server.find(site, "2026-11-23", late);
    for (let tries = 0; (await readSalts(site.id)).length < 2 && tries < 500; tries++)
      await Bun.sleep(10);
    const [, next] = await readSalts(site.id);
    // It is in the table a moment before it is remembered.
    await Bun.sleep(1_000);
    // At once, without a promise: nobody is asked.
    const found = server.find(site, "2026-11-24", new Date("2026-11-23T23:00:01Z"));
    expect(found).toEqual(Uint8Array.from(next?.salt ?? []));
  });

  test("is prepared again a minute after the database did not answer", async () => {
    const site = await newSite("UTC");
    let isAway = false;
    const sql = new Proxy(database.collector, {
      apply: (target, self, args) =>
        isAway ? Promise.reject(new Error("away")) : Reflect.apply(target as never, self, args),
    });
    const server = createSalts(sql);
    const at = (time: string) => new Date(`2026-11-23T${time}Z`);
    await server.find(site, "2026-11-23", at("12:00:00"));
    isAway = true;
    expect(server.find(site, "2026-11-23", at("23:10:00"))).toBeInstanceOf(Uint8Array);
    await Bun.sleep(10);
    isAway = false;
    void server.find(site, "2026-11-23", at("23:10:59"));
    await Bun.sleep(50);
    expect(await readSalts(site.id)).toHaveLength(1);
    void server.find(site, "2026-11-23", at("23:11:00"));
    for (let tries = 0; (await readSalts(site.id)).length < 2 && tries < 200; tries++)
      await Bun.sleep(10);
    expect(await readSalts(site.id)).toHaveLength(2);
  });
});

describe("destroyOldSalts", () => {
  const destroy = (now: string) =>
    destroyOldSalts(database.work, { now: new Date(now), isOurs: false });

  test("destroys a salt within 48 hours of its making, and none that is needed", async () => {
    const site = await newSite("Pacific/Auckland");
    // 2026-11-23 begins in Auckland at 11:00 UTC on the 22nd.
    const start = new Date("2026-11-22T11:00:00Z");
    await newServer().find(site, "2026-11-23", start);
    await destroy("2026-11-24T08:59:59Z");
    expect(await readSalts(site.id)).toHaveLength(1);
    await destroy("2026-11-24T09:00:00Z");
    expect(await readSalts(site.id)).toHaveLength(0);
  });

  test("gives way to whoever reads the table for long, such as a backup", async () => {
    const site = await newSite("UTC");
    await newServer().find(site, "2026-11-23", new Date("2026-11-23T12:00:00Z"));
    const reader = await database.work.reserve();
    await reader`begin`;
    await reader`select from salts`;
    const startedAt = performance.now();
    const error = await destroy("2026-11-25T12:00:00Z").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "55P03" });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await reader`commit`;
    reader.release();
    await destroy("2026-11-25T12:00:00Z");
    expect(await readSalts(site.id)).toHaveLength(0);
  });

  test("keeps the others as they are", async () => {
    const site = await newSite("UTC");
    const server = newServer();
    await server.find(site, "2026-11-23", new Date("2026-11-23T12:00:00Z"));
    await server.find(site, "2026-11-24", new Date("2026-11-24T12:00:00Z"));
    const [, kept] = await readSalts(site.id);
    await destroy("2026-11-25T12:00:00Z");
    expect([...(await readSalts(site.id))]).toEqual(kept ? [kept] : []);
  });

  test("leaves today's salt of a site where it is still yesterday", async () => {
    const site = await newSite("Pacific/Honolulu");
    await newServer().find(site, "2026-11-22", new Date("2026-11-23T09:00:00Z"));
    await destroy("2026-11-24T07:00:00Z");
    expect(await readSalts(site.id)).toHaveLength(1);
  });

  test("goes by age where there is no site any more", async () => {
    const gone = await newSite("UTC");
    await newServer().find(gone, "2026-11-23", new Date("2026-11-23T10:00:00Z"));
    await database.work`delete from sites where id = ${gone.id}`;
    await destroy("2026-11-25T08:59:00Z");
    expect(await readSalts(gone.id)).toHaveLength(1);
    await destroy("2026-11-25T09:00:00Z");
    expect(await readSalts(gone.id)).toHaveLength(0);
  });

  test("goes by each site's day, whatever PostgreSQL makes of its zone", async () => {
    // The first two it does not know, though Intl knows the first as Los Angeles; the third it reads
    // with the sign turned round, so that the day would begin eleven hours late.
    const zones = ["US/Pacific-New", "Mars/Base", "+05:30"];
    const [pacific, mars, offset] = await Promise.all(zones.map(newSite));
    const plain = await newSite("UTC");
    const made = new Date("2026-12-01T12:00:00Z");
    for (const site of [pacific, offset, plain])
      if (site) await newServer().find(site, "2026-12-01", made);
    await database.work`
      insert into salts (site_id, day, salt, created_at)
      values (${mars?.id ?? 0}, '2026-12-01', ${Buffer.alloc(32)}, ${made}::timestamptz)
    `;
    const countAt = async (now: string) => {
      await destroy(now);
      const sites = [pacific, mars, offset, plain];
      const salts = await Promise.all(sites.map((site) => readSalts(site?.id ?? 0)));
      return salts.map(({ length }) => length);
    };
    // Its day began at 18:30 UTC.
    expect(await countAt("2026-12-02T16:29:59Z")).toEqual([1, 1, 1, 1]);
    expect(await countAt("2026-12-02T16:30:00Z")).toEqual([1, 1, 0, 1]);
    expect(await countAt("2026-12-02T22:00:00Z")).toEqual([1, 1, 0, 0]);
    expect(await countAt("2026-12-03T05:59:59Z")).toEqual([1, 1, 0, 0]);
    expect(await countAt("2026-12-03T06:00:00Z")).toEqual([0, 1, 0, 0]);
    // A day that nobody can tell the start of ends by the age of its salt.
    expect(await countAt("2026-12-03T10:59:59Z")).toEqual([0, 1, 0, 0]);
    expect(await countAt("2026-12-03T11:00:00Z")).toEqual([0, 0, 0, 0]);
  });
});
