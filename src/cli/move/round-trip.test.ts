import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillDemo } from "#src/cli/demo/fill.ts";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { forgetOldFigures } from "#src/stats/retention.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventIn, makeSite, storeEvents } from "#test/support/events.ts";
import { createFolder } from "#test/support/folder.ts";
import { exportTo, importFrom, panelsOf, siteOf } from "#test/support/move-stage.ts";
import { roomOf } from "./room.ts";

/** A part of a line, whatever a test makes of it. */
// biome-ignore lint/suspicious/noExplicitAny: it is made wrong on purpose.
type Loose = Record<string, any>;

const maxMs = 180_000;
const zone = "Australia/Lord_Howe";
const now = new Date("2026-11-24T12:00:00Z");
const domain = "island.example";

let here: TestDatabase;
let there: TestDatabase;
let folder: ReturnType<typeof createFolder>;
let path: string;
let lines: string[];
/** How often somebody has looked how much is free. */
let looks = 0;

/** On days far apart, two of which lose their events: pages, an order with properties, a call. */
async function fillIsland(): Promise<void> {
  const { work } = here;
  const site_id = await makeSite(work, domain, zone);
  await ensurePartitionsBetween(work, new Date("2026-07-01"), now);
  const days = ["2026-08-15", "2026-09-29", "2026-10-03", "2026-10-04", "2026-11-20"];
  const events = days.flatMap((day) =>
    [1, 2, 3, 4, 5].flatMap((visitor) => {
      const at = (time: string, fields: object) =>
        eventIn(zone, { site_id, ts: `${day}T${time}Z`, visitor, ...fields });
      const source = visitor % 2 ? "Google" : "";
      return [
        at("14:59:59.123", { source, path: "/", engaged_ms: 4_000, scroll: 30 }),
        at("15:10:00", { source, path: `/é${visitor}`, hostname: "island.example" }),
        at("15:11:00", { source, kind: "tel", target: "tel:+61" }),
        at("15:12:00", {
          ...{ source, kind: "custom", name: "order", props: { plan: visitor % 2 ? "a" : 'b"' } },
        }),
      ];
    }),
  );
  await storeEvents(work, events);
  await work`
    update events set visitor = visitor - 9223372036854775807 where visitor = 5
  `;
  await work`delete from pending`;
  await work`
    insert into pending (site_id, day, visitor) select distinct site_id, day, visitor from events
  `;
  await settleProjections(work);
  await work`
    update sites
    set key = 'island000000', hostnames = '{shop.example,xn--caf-dma.example}', excluded_ips = '{203.0.113.0/24}',
        excluded_paths = '{/admin/*}', report_emails = '{a@x.example}', retention_months = 30,
        alert_drop = true, secret_hash = '\\x01', name = 'Île "Lord"', locale = 'fr'
    where id = ${site_id}
  `;
  await forgetOldFigures(work, now, 25, 1);
}

beforeAll(async () => {
  here = await createTestDatabase();
  there = await createTestDatabase();
  folder = createFolder("move");
  await fillIsland();
  path = await exportTo(here, domain, folder.path);
  lines = readFileSync(path, "utf8").trimEnd().split("\n");
}, maxMs);
afterAll(async () => {
  await here?.drop();
  await there?.drop();
  folder?.remove();
}, maxMs);

/** A file of such lines, with an end that fits them. */
function fileOf(name: string, body: readonly string[], end: object = {}): string {
  const text = body.map((line) => `${line}\n`).join("");
  const count = (kind: string) => body.filter((line) => line.startsWith(`{"${kind}"`)).length;
  const sha256 = createHash("sha256").update(text).digest("hex");
  const counts = { events: count("event"), figures: count("figures"), visits: count("visits") };
  const file = join(folder.path, name);
  writeFileSync(file, `${text}${JSON.stringify({ end: { ...counts, sha256, ...end } })}\n`);
  return file;
}

async function countAll(): Promise<unknown[]> {
  const rows = await there.work`
    select (select count(*)::int from sites) as sites, (select count(*)::int from events) as events,
           (select count(*)::int from daily_lists) as lists,
           (select count(*)::int from day_versions) as versions,
           (select count(*)::int from day_segments) as segments,
           (select count(*)::int from site_tasks) as tasks
  `;
  return [...rows];
}

describe("an export", () => {
  test("is a header without secrets, figures, visits, events and an end that counts them", () => {
    const header = JSON.parse(lines[0] ?? "");
    expect(header).toMatchObject({ format: "tracker-analytics-site", version: 1 });
    expect(Object.keys(header.site)).not.toContain("secretHash");
    expect(header.site).toMatchObject({ domain, timeZone: zone, eventsFrom: "2026-10-01" });
    const kinds = lines.map((line) => Object.keys(JSON.parse(line))[0]);
    expect([...new Set(kinds.slice(1))]).toEqual(["figures", "visits", "event", "end"]);
    expect(JSON.parse(lines.at(-1) ?? "").end).toMatchObject({ events: 60, visits: 2 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(lines.find((line) => line.includes("-9223372036854775802"))).toBeDefined();
  });

  test("can be read by its owner alone, whatever a killed one has left", async () => {
    const draft = join(folder.path, "again.ndjson.part");
    writeFileSync(draft, "half", { mode: 0o644 });
    const again = await exportTo(here, domain, folder.path, "again.ndjson");
    expect(statSync(again).mode & 0o777).toBe(0o600);
    expect(existsSync(draft)).toBe(false);
  });
});

describe("importSite", () => {
  test(
    "gives every figure of every panel, and the site as it was, on another instance",
    async () => {
      await importFrom(there, path);
      expect(await panelsOf(there, domain)).toEqual(await panelsOf(here, domain));
      const { id: _, secretHash, ...mine } = await siteOf(there, domain);
      const { id: __, secretHash: ___, ...theirs } = await siteOf(here, domain);
      expect(mine).toEqual(theirs);
      expect(secretHash).toBeNull();
      const [entry] = await there.work`
        select actor_id, subject, after from audit_logs where action = 'site.import'
      `;
      expect(entry).toMatchObject({ actor_id: null, subject: domain, after: { events: 60 } });
      const again = readFileSync(await exportTo(there, domain, folder.path, "again"), "utf8");
      expect(again.split("\n").slice(1)).toEqual([
        ...lines.slice(1, -1),
        expect.stringContaining('"end"'),
        "",
      ]);
    },
    maxMs,
  );

  test.each(["site.gz", "site.zst"])(
    "takes %s, by another domain, with a new key where the old one is somebody's",
    async (name) => {
      const packed = await exportTo(here, domain, folder.path, name);
      expect(statSync(packed).size).toBeLessThan(statSync(path).size / 2);
      await expect(importFrom(there, packed)).rejects.toThrow(`There is a site ${domain} already`);
      const as = `${name}.example`;
      const made = await importFrom(there, packed, as);
      expect(made.isOwnKey).toBe(false);
      expect(await panelsOf(there, as)).toEqual(await panelsOf(here, domain));
    },
    maxMs,
  );

  test(
    "takes a demo of two months, whose visitors do all that can be done",
    async () => {
      const demo = await fillDemo({ database: here, now: new Date(), days: 60 });
      const file = await exportTo(here, demo.domain, folder.path, "demo.zst");
      await importFrom(there, file);
      const said = await panelsOf(there, demo.domain);
      expect(said).toEqual(await panelsOf(here, demo.domain));
      expect(JSON.stringify(said).length).toBeGreaterThan(100_000);
    },
    maxMs,
  );

  test(
    "refuses a file that is cut anywhere before anything is stored",
    async () => {
      const bytes = readFileSync(path);
      const before = await countAll();
      const cuts = [0, 1, 40, ...[0.2, 0.5, 0.9].map((share) => Math.floor(bytes.length * share))];
      for (const cut of [...cuts, bytes.length - 20, bytes.lastIndexOf('{"end"')]) {
        const file = join(folder.path, "cut");
        writeFileSync(file, bytes.subarray(0, cut));
        await expect(importFrom(there, file, "cut.example")).rejects.toThrow(/is cut short/);
      }
      for (const name of ["site.gz", "site.zst"]) {
        const packed = readFileSync(join(folder.path, name));
        const file = join(folder.path, "cut");
        writeFileSync(file, packed.subarray(0, packed.length - 30));
        await expect(importFrom(there, file, "cut.example")).rejects.toThrow(/cut short/);
      }
      expect(await countAll()).toEqual(before);
    },
    maxMs,
  );

  const change = (kind: string, edit: (of: Loose) => unknown) => () => {
    const at = lines.findIndex((line) => line.startsWith(`{"${kind}"`));
    const json = JSON.parse(lines[at] ?? "");
    edit(json[kind]);
    return { body: lines.slice(0, -1).with(at, JSON.stringify(json)), number: at + 1 };
  };
  const event = (fields: object) => change("event", (of) => Object.assign(of, fields));
  test.each([
    ["a NUL", event({ path: "/a\0b" }), "path is too long, or holds control characters"],
    ["half a character", event({ path: "/\ud83d" }), "path is too long, or holds control"],
    ["a path that is too long", event({ path: "/".padEnd(601, "a") }), "path is too long"],
    ["a number for a text", event({ source: 7 }), "source is no text"],
    ["a column that nobody knows", event({ admin: true }), 'the event has "admin"'],
    ["a site of its own", event({ site_id: 1 }), 'the event has "site_id"'],
    ["a missing column", change("event", (of) => delete of.os), "the event has no os"],
    ["SQL for a day", event({ day: "2026-11-20'; drop table events; --" }), "day is no day"],
    ["a day that is not", event({ day: "2026-02-30" }), "day is no day"],
    ["a day of another year", event({ day: "2025-10-03" }), "day is not that of ts"],
    ["a moment ahead", event({ ts: "2031-01-01T00:00:00Z", day: "2031-01-01" }), "ts lies ahead"],
    ["the past", event({ ts: "1999-01-01T00:00:00Z", day: "1999-01-01" }), "is before 2015"],
    ["a visitor of 65 bits", event({ visitor: "9223372036854775808" }), "visitor is no whole"],
    ["a visitor as a number", event({ visitor: 12 }), "visitor is no whole number of 64 bits"],
    ["a scroll beyond the end", event({ scroll: 101 }), "scroll is no whole number"],
    ["a kind that is not counted", event({ kind: "admin" }), "kind is none that is counted"],
    ["a list for a kind", event({ kind: ["pageview"] }), "kind is none that is counted"],
    ["a sign of life ahead", event({ last_seen_at: "9999-01-01T00:00:00Z" }), "last_seen_at lies"],
    ["deep properties", event({ props: { a: { a: { a: { a: { a: { a: 1 } } } } } } }), "deeply"],
    ["large properties", event({ props: { a: "x".repeat(4_097) } }), "a value of props is longer"],
    ["a list that is not one", change("figures", (of) => (of.visits = "{1}")), "visits is no list"],
    ["lists of two lengths", change("figures", (of) => of.visits.push(1)), "values instead of"],
    ["figures below 0", change("figures", (of) => (of.visits[0] = -1)), "no whole number"],
    ["a dimension of its own", change("figures", (of) => (of.dimension = "x")), "dimension is"],
    ["figures of the year 1", change("figures", (of) => (of.day = "0001-01-01")), "before 2015"],
    ["visits of the year 1", change("visits", (of) => (of.day = "0001-01-01")), "is before 2015"],
    ["figures of a day with events", change("figures", (of) => (of.day = "2026-11-01")), "has its"],
    ["codes of no value", change("visits", (of) => (of.texts.path.codes[0] = 99)), "path is no"],
    ["an end that goes back", change("visits", (of) => (of.numbers.actsEnd[0] = 9)), "goes back"],
    ["pages that are missing", change("visits", (of) => of.numbers.views.pop()), "values instead"],
  ])("refuses %s, and says in which line", async (_, make, why) => {
    const before = await countAll();
    const { body, number } = make();
    const file = fileOf("bad", body);
    const refused = importFrom(there, file, "bad.example");
    await expect(refused).rejects.toThrow(why);
    await expect(refused).rejects.toThrow(`Line ${number} of ${file}: `);
    expect(await countAll()).toEqual(before);
  });

  test.each([
    [{ format: "other" }, "does not begin as the export of a site does"],
    [{ version: 2 }, "newer version of the format"],
    [{ site: { domain: "no domain" } }, "domain cannot be set so"],
    [{ site: { timeZone: "Mars/Base" } }, "timeZone cannot be set so"],
    [{ site: { timeZone: "US/Pacific-New" } }, "timeZone cannot be set so"],
    [{ site: { excludedIps: ["1.2.3"] } }, "excludedIps cannot be set so"],
    [{ site: { hashMode: "yes" } }, "hashMode is of the wrong type"],
    [{ site: { key: "'; drop" } }, "key is no site's key"],
    [{ site: { secretHash: "x" } }, 'site has "secretHash"'],
    [{ site: { eventsFrom: "2999-01-01" } }, "eventsFrom lies ahead"],
    [{ site: { createdAt: "+275760-09-12T00:00:00Z" } }, "createdAt lies ahead"],
  ])("refuses a first line with %j", async (fields, why) => {
    const header = JSON.parse(lines[0] ?? "");
    const { site, ...rest } = { site: {}, ...fields };
    const first = JSON.stringify({ ...header, ...rest, site: { ...header.site, ...site } });
    const file = fileOf("first", [first, ...lines.slice(1, -1)]);
    await expect(importFrom(there, file, "first.example")).rejects.toThrow(why);
  });

  test("refuses lines that were lost, changed, doubled, or stand behind the end", async () => {
    const before = await countAll();
    const body = lines.slice(0, -1);
    const refuse = (file: string, why: string) =>
      expect(importFrom(there, file, "odd.example")).rejects.toThrow(why);
    await refuse(fileOf("odd", body, { events: 59 }), "lines were lost or changed");
    await refuse(fileOf("odd", body, { sha256: "0".repeat(64) }), "lines were lost or changed");
    await refuse(fileOf("odd", [...body, body.at(-1) ?? ""]), "that are there twice");
    const file = fileOf("odd", body);
    writeFileSync(file, `${readFileSync(file, "utf8")}${body.at(-1)}\n`);
    await refuse(file, "stands behind the end");
    expect(await countAll()).toEqual(before);
  });

  test.each([
    ["there is too little room for", () => 1_000],
    ["others fill the disk of meanwhile", () => (looks++ === 0 ? 10 ** 9 : 60 * 2 ** 20)],
  ])("stores nothing of what %s", async (_, free) => {
    looks = 0;
    const before = await countAll();
    const checkRoom = roomOf({ databaseUrl: null, dataDir: "/data" }, free);
    const refused = importFrom(there, path, "full.example", checkRoom);
    await expect(refused).rejects.toThrow("Nothing was imported. The disk of /data has");
    expect(await countAll()).toEqual(before);
  });

  test("masks what may point to a person, as the collector does", async () => {
    const { body } = event({ path: "/reset/anna@x.example", name: "anna@x.example" })();
    await importFrom(there, fileOf("masked", body), "masked.example");
    const { id } = await siteOf(there, "masked.example");
    const [row] = await there.work`
      select path, name from events where site_id = ${id} and path like '/reset%'
    `;
    expect({ ...row }).toEqual({ path: "/reset/[email]", name: "[email]" });
  }, 30_000);

  test("calls a site by its other domain, if it was called by its own", async () => {
    const header = JSON.parse(lines[0] ?? "");
    const nameAs = async (name: string, as: string) => {
      const first = JSON.stringify({ ...header, site: { ...header.site, name } });
      await importFrom(there, fileOf("named", [first, ...lines.slice(1, -1)]), as);
      return (await siteOf(there, as)).name;
    };
    expect(await nameAs(header.site.domain, "one.example")).toBe("one.example");
    expect(await nameAs("The shop", "two.example")).toBe("The shop");
  }, 30_000);

  test("shows nobody the site until it is whole", async () => {
    const file = fileOf("seen", lines.slice(0, -1));
    const { importSite, checkExport } = await import("./import-site.ts");
    const input = { path: file, now: new Date(), onProgress: () => {} };
    const checked = await checkExport(input);
    const storing = { ...input, checked, domain: "seen.example", checkRoom: () => {} };
    await importSite(there.work, storing);
    expect((await siteOf(there, "seen.example")).archivedAt).not.toBeNull();
    const [task] = await there.work`select kind from site_tasks order by id desc limit 1`;
    expect(task?.kind).toBe("import");
  });
});
