import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import {
  citusStatements,
  coordinatorTables,
  distribute,
  distributedTables,
  referenceTables,
} from "./citus.ts";
import { ensurePartitions } from "./partitions.ts";

// What Citus asks of a schema, held against the real one; there is no Citus here to ask.
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

const distributed: readonly string[] = distributedTables;
const reference: readonly string[] = referenceTables;

/** Tables of the schema with the columns that make their rows unique, an entry a key. */
async function readKeys(): Promise<{ table: string; columns: string[] }[]> {
  return database.work<{ table: string; columns: string[] }[]>`
    select relname as table, array_agg(attname::text) as columns
    from pg_index
    join pg_class on pg_class.oid = indrelid
    join pg_attribute on attrelid = indrelid and attnum = any (indkey)
    where indisunique and relnamespace = current_schema()::regnamespace
    group by relname, indexrelid
  `;
}

describe("the tables of the schema", () => {
  test("each have their place: spread by site, on every machine, or on the coordinator", async () => {
    const rows = await database.work<{ name: string }[]>`
      select relname as name
      from pg_class
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
        and not relispartition
      order by relname
    `;
    const placed = [...distributed, ...reference, ...Object.keys(coordinatorTables)];
    expect(rows.map(({ name }) => name)).toEqual(placed.toSorted());
  });

  test("that are spread have the site in every key, their partitions too", async () => {
    const keys = await readKeys();
    const own = keys.filter(({ table }) =>
      distributed.some((name) => table === name || table.startsWith(`${name}_2`)),
    );
    expect(own.length).toBeGreaterThan(12);
    expect(own.filter(({ columns }) => !columns.includes("site_id"))).toEqual([]);
    // The check would see one that has not.
    expect(keys.some(({ columns }) => !columns.includes("site_id"))).toBe(true);
  });

  test("refer to tables only that are on every machine, which are made before them", async () => {
    const references = await database.work<{ from: string; to: string }[]>`
      select conrelid::regclass::text as from, confrelid::regclass::text as to
      from pg_constraint
      where contype = 'f' and connamespace = current_schema()::regnamespace
    `;
    expect(references.length).toBeGreaterThan(5);
    for (const { from, to } of references) {
      expect([from, to, reference.indexOf(to)]).not.toEqual([from, to, -1]);
      expect([from, to, reference.includes(from)]).toEqual([from, to, true]);
      expect(reference.indexOf(from)).toBeGreaterThan(reference.indexOf(to));
    }
  });

  test("that are spread or copied have no triggers, and sites have one type everywhere", async () => {
    const placed = [...distributed, ...reference];
    const triggers = await database.work`
      select tgname from pg_trigger
      where not tgisinternal and tgrelid::regclass::text = any (${placed})
    `;
    expect([...triggers]).toEqual([]);
    const types = await database.work`
      select distinct format_type(atttypid, null) as type
      from pg_attribute
      where attname = 'site_id' and attrelid::regclass::text = any (${[...distributed]})
    `;
    expect(types.map(({ type }) => type)).toEqual(["integer"]);
  });
});

describe("a new month", () => {
  test("is attached as a table without a partition of its own, which Citus then spreads", async () => {
    await ensurePartitions(database.work, new Date("2031-05-10T00:00:00Z"));
    const rows = await database.work`
      select relname as name, relkind as kind
      from pg_inherits
      join pg_class on pg_class.oid = inhrelid
      where inhparent in ('events'::regclass, 'visits'::regclass) and relname like '%_2031_05'
      order by relname
    `;
    expect(rows.map(({ name, kind }) => [name, kind])).toEqual([
      ["events_2031_05", "r"],
      ["visits_2031_05", "r"],
    ]);
  });
});

describe("citusStatements", () => {
  test("does what is left, in the same order", () => {
    const all = citusStatements();
    expect(all).toHaveLength(distributed.length + reference.length);
    expect(all[0]).toBe("select create_reference_table('sites')");
    const done = new Set(["sites", "users", "events"]);
    expect(citusStatements(done)).toEqual(
      all.filter(
        (text) =>
          !/'(sites|users|events)'[,)]/.test(text) || /colocate_with => 'events'/.test(text),
      ),
    );
    expect(citusStatements(new Set([...distributed, ...reference]))).toEqual([]);
  });
});

describe("distribute", () => {
  test("refuses a PostgreSQL without the extension, in one sentence", async () => {
    const steps = { onStatement: () => {}, tryOut: async () => {} };
    await expect(distribute(database.work, steps)).rejects.toThrow(
      "This PostgreSQL has no Citus extension, so its tables cannot be spread over several machines.",
    );
  });
});
