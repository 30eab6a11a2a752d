import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { NotFoundError } from "#src/lib/errors.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { makeSite } from "#test/support/events.ts";
import { deleteSite } from "./life-store.ts";
import type { Site } from "./site.ts";
import { holdSite } from "./store.ts";
import {
  addLostDeletions,
  addTask,
  askRebuild,
  findLastTask,
  type SiteTask,
} from "./task-store.ts";

const now = new Date("2026-11-27T12:00:00Z");
const actor = { userId: 1, email: "anna@x.example", ip: "192.0.2.1" };

let database: TestDatabase;
let sites = 0;
let site: Site;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);
beforeEach(async () => {
  sites += 1;
  const id = await makeSite(database.work, `s${sites}.example`);
  site = await holdSite(database.orm, id);
});

async function openKinds(): Promise<string[]> {
  const rows = await database.work<{ kind: string }[]>`
    select kind from site_tasks where site_id = ${site.id} and finished_at is null order by kind
  `;
  return rows.map(({ kind }) => kind);
}

const add = (kind: SiteTask["kind"]) => addTask(database.orm, { siteId: site.id, kind, now });
const ask = () => askRebuild(database.orm, { actor, site, now });

describe("askRebuild", () => {
  test("begins an import anew, which else would never open the site", async () => {
    await add("import");
    const before = await findLastTask(database.orm, site.id, "import");
    await ask();
    expect(await openKinds()).toEqual(["import"]);
    expect((await findLastTask(database.orm, site.id, "import"))?.id).not.toBe(before?.id);
    await ask();
    expect(await openKinds()).toEqual(["import"]);
  });

  test("takes the place of a counting that was asked for before", async () => {
    await add("rebuild");
    await ask();
    expect(await openKinds()).toEqual(["rebuild"]);
  });

  test("leaves alone the deletion of a site that somebody has just deleted", async () => {
    await deleteSite(database.orm, { actor, site, now });
    await expect(ask()).rejects.toBeInstanceOf(NotFoundError);
    expect(await openKinds()).toEqual(["delete"]);
  });

  test("waits for a deletion that is under way, and leaves that alone as well", async () => {
    const held = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const deleting = database.orm.transaction(async (tx) => {
      await deleteSite(tx as never, { actor, site, now });
      held.resolve();
      await release.promise;
    });
    await held.promise;
    const asked = ask().catch((error: unknown) => error);
    await Bun.sleep(100);
    release.resolve();
    await deleting;
    expect(await asked).toBeInstanceOf(NotFoundError);
    expect(await openKinds()).toEqual(["delete"]);
  });
});

describe("addLostDeletions", () => {
  test("has a site erased whose deletion was ended unseen, once, and no other", async () => {
    await deleteSite(database.orm, { actor, site, now });
    await database.work`update site_tasks set finished_at = now() where site_id = ${site.id}`;
    const gone = site;
    for (let times = 0; times < 2; times++) await addLostDeletions(database.orm, now);
    expect(await openKinds()).toEqual(["delete"]);
    site = await holdSite(database.orm, await makeSite(database.work, "there.example"));
    await addLostDeletions(database.orm, now);
    expect(await openKinds()).toEqual([]);
    site = gone;
    expect(await openKinds()).toEqual(["delete"]);
  });
});
