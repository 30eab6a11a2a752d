import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { makeSiteKey } from "#src/lib/site-key.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createDirectory } from "./directory.ts";

let database: TestDatabase;
let now = 0;
const clock = () => now;

beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

async function insertSite(key: string, domain = `${key}.example`): Promise<void> {
  await database.work`
    insert into sites (key, domain, name, hostnames, time_zone)
    values (${key}, ${domain}, ${domain}, ${["www.other.example"]}, 'Europe/Paris')
  `;
}

/** Counts the queries that a directory sends. */
function watched() {
  let queries = 0;
  const orm = new Proxy(database.orm, {
    get: (target, name, receiver) => {
      if (name === "select") queries += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  return { directory: createDirectory({ orm }, clock), count: () => queries };
}

/**
 * Looks two seconds on and finds what is new: at once, but for a database that takes longer than
 * the tenth of a second that a request waits, which is asked again.
 */
async function findLater(
  directory: ReturnType<typeof createDirectory>,
  key: string,
  isNew: (site: Awaited<ReturnType<typeof directory.find>>) => boolean,
) {
  const startedAt = performance.now();
  for (;;) {
    now += 2_000;
    const site = await directory.find(key);
    if (isNew(site) || performance.now() - startedAt < 90) return site;
    await Bun.sleep(20);
  }
}

describe("createDirectory", () => {
  test("finds a site with what the collector needs of it", async () => {
    const key = makeSiteKey();
    await insertSite(key);
    expect(await createDirectory(database, clock).find(key)).toMatchObject({
      key,
      domain: `${key}.example`,
      hostnames: ["www.other.example"],
      timeZone: "Europe/Paris",
      hashMode: false,
      respectDnt: false,
      countTestTraffic: false,
      countLinks: true,
      countForms: true,
    });
  });

  test("asks once for any number of requests within a second, and then in the background", async () => {
    const key = makeSiteKey();
    await insertSite(key);
    const { directory, count } = watched();
    await Promise.all(Array.from({ length: 50 }, () => directory.find(key)));
    expect(directory.find(key)).not.toBeInstanceOf(Promise);
    expect(count()).toBe(1);
    now += 1_500;
    expect(directory.find(key)).not.toBeInstanceOf(Promise);
    expect(directory.find(key)).not.toBeInstanceOf(Promise);
    await Bun.sleep(50);
    expect(count()).toBe(2);
  });

  test("knows a new site and changed settings within two seconds", async () => {
    const key = makeSiteKey();
    const { directory } = watched();
    expect(await directory.find(key)).toBeNull();
    await insertSite(key);
    const made = await findLater(directory, key, (site) => site !== null);
    expect(made).toMatchObject({ hashMode: false });
    await database.work`update sites set hash_mode = true where key = ${key}`;
    const changed = await findLater(directory, key, (site) => site?.hashMode === true);
    expect(changed).toMatchObject({ hashMode: true });
    await database.work`update sites set archived_at = now() where key = ${key}`;
    expect(await findLater(directory, key, (site) => site === null)).toBeNull();
  });

  test("asks for all keys of a burst in two queries", async () => {
    const { directory, count } = watched();
    const keys = Array.from({ length: 200 }, makeSiteKey);
    await Promise.all(keys.map((key) => directory.find(key)));
    expect(count()).toBeLessThanOrEqual(2);
  });

  test("holds on to what it knows while the database does not answer", async () => {
    const own = await createTestDatabase();
    const key = makeSiteKey();
    await own.work`
      insert into sites (key, domain, name, time_zone) values (${key}, ${key}, ${key}, 'UTC')
    `;
    const directory = createDirectory(own, clock);
    await directory.find(key);
    await own.drop();
    now += 60_000;
    expect(await directory.find(key)).toMatchObject({ key });
    await expect(Promise.resolve(directory.find(makeSiteKey()))).rejects.toThrow();
  }, 20_000);
});
