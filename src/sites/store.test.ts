import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Principal } from "#src/auth/route.ts";
import { siteKeyPattern } from "#src/lib/site-key.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { newSiteFields, type SiteFields } from "./site.ts";
import {
  createSite,
  findEditableSite,
  findSite,
  listSiteIds,
  listSites,
  mayEdit,
  updateSite,
} from "./store.ts";

const now = new Date("2026-11-23T12:00:00Z");
const actor = { userId: 1, email: "anna@x.example", ip: "192.0.2.1" };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

function fieldsOf(fields: Partial<SiteFields>): SiteFields {
  const shop = { name: "A shop", domain: "shop.example", timeZone: "Europe/Paris" };
  return newSiteFields({ ...shop, locale: "fr", ...fields });
}

async function create(fields: Partial<SiteFields>) {
  const site = await createSite(database.orm, { actor, fields: fieldsOf(fields), now });
  if (!site) throw new Error("the domain is taken");
  return site;
}

function principalOf(siteIds: Principal["siteIds"]): Principal {
  return {
    userId: 1,
    email: "anna@x.example",
    name: "Anna",
    role: siteIds === "all" ? "admin" : "client",
    locale: "en",
    theme: "system",
    siteIds,
    editableSiteIds: siteIds,
    mustSetUpTotp: false,
    sessionId: 1,
    sessionHash: new Uint8Array(),
    csrfToken: "",
  };
}

async function lastLog() {
  const [row] = await database.work`
    select action, subject, before, after, ip from audit_logs order by id desc limit 1
  `;
  return row;
}

describe("createSite", () => {
  test("makes a site with a key of its own, and a line in the audit log", async () => {
    const site = await create({ domain: "new.example" });
    expect(site).toMatchObject({ domain: "new.example", locale: "fr", createdAt: now });
    expect(site.key).toMatch(siteKeyPattern);
    expect(await lastLog()).toMatchObject({
      action: "site.create",
      subject: "new.example",
      ip: "192.0.2.1",
      after: { domain: "new.example", timeZone: "Europe/Paris" },
    });
  });

  test("is null when the domain is taken, of two at once too, and logs one", async () => {
    const fields = fieldsOf({ domain: "twice.example" });
    const made = await Promise.all(
      [1, 2, 3].map(() => createSite(database.orm, { actor, fields, now })),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    const logs = await database.work`select 1 from audit_logs where subject = 'twice.example'`;
    expect(logs).toHaveLength(1);
  });
});

describe("findSite", () => {
  test("finds a principal's own, and a foreign one as little as a missing one", async () => {
    const site = await create({ domain: "mine.example" });
    const find = (siteIds: Principal["siteIds"], domain: string) =>
      findSite(database.orm, principalOf(siteIds), domain);
    expect((await find("all", "mine.example")).id).toBe(site.id);
    expect((await find([site.id], "mine.example")).id).toBe(site.id);
    for (const [ids, domain] of [
      [[], "mine.example"],
      [[site.id + 1], "mine.example"],
      [[site.id], "missing.example"],
      ["all", "missing.example"],
    ] as const)
      await expect(find(ids === "all" ? ids : [...ids], domain)).rejects.toMatchObject({
        status: 404,
      });
  });
});

describe("an archived site", () => {
  test("is there for admins, and for nobody else who could see it", async () => {
    const { id } = await create({ domain: "archived.example" });
    await database.work`update sites set archived_at = now() where id = ${id}`;
    expect((await findSite(database.orm, principalOf("all"), "archived.example")).id).toBe(id);
    for (const find of [findSite, findEditableSite])
      await expect(find(database.orm, principalOf([id]), "archived.example")).rejects.toMatchObject(
        { status: 404 },
      );
  });

  test("is there for nobody once it is deleted, and its domain is free", async () => {
    const { id } = await create({ domain: "deleted.example" });
    await database.work`
      update sites set archived_at = now(), deleted_at = now() where id = ${id}
    `;
    for (const siteIds of ["all", [id]] as const)
      await expect(
        findSite(
          database.orm,
          principalOf(siteIds === "all" ? siteIds : [...siteIds]),
          "deleted.example",
        ),
      ).rejects.toMatchObject({ status: 404 });
    const next = await create({ domain: "deleted.example" });
    expect((await findSite(database.orm, principalOf("all"), "deleted.example")).id).toBe(next.id);
    expect(await listSiteIds(database.orm, "deleted.example")).toEqual([next.id]);
  });
});

describe("findEditableSite", () => {
  test("finds what the principal may change, and what they may only see as little as others", async () => {
    const mine = await create({ domain: "edit.example" });
    const seen = await create({ domain: "see.example" });
    const client = { ...principalOf([mine.id, seen.id]), editableSiteIds: [mine.id] };
    expect((await findEditableSite(database.orm, client, "edit.example")).id).toBe(mine.id);
    for (const domain of ["see.example", "missing.example"])
      await expect(findEditableSite(database.orm, client, domain)).rejects.toMatchObject({
        status: 404,
      });
    expect([mine, seen].map((site) => mayEdit(client, site))).toEqual([true, false]);
    expect(mayEdit(principalOf("all"), seen)).toBe(true);
  });
});

describe("listSites", () => {
  test("lists by name what the principal may see and what is not archived", async () => {
    const a = await create({ domain: "a.example", name: "zebra" });
    const b = await create({ domain: "b.example", name: "Apple" });
    const c = await create({ domain: "c.example", name: "mango" });
    await database.work`update sites set archived_at = now() where id = ${c.id}`;
    const names = async (ids: Principal["siteIds"]) =>
      (await listSites(database.orm, principalOf(ids))).map(({ name }) => name);
    expect(await names([a.id, b.id, c.id])).toEqual(["Apple", "zebra"]);
    expect(await names([])).toEqual([]);
    expect(await names("all")).toContain("zebra");
    expect(await names("all")).not.toContain("mango");
    expect(await listSiteIds(database.orm, "a.example")).toEqual([a.id]);
    expect(await listSiteIds(database.orm, "missing.example")).toEqual([]);
  });
});

describe("updateSite", () => {
  test("changes what was changed, and logs that and nothing else", async () => {
    const site = await create({ domain: "old.example" });
    const fields = fieldsOf({ domain: "newer.example", hostnames: ["b.example"] });
    const updated = await updateSite(database.orm, { actor, site, fields, now });
    expect(updated).toMatchObject({ id: site.id, key: site.key, domain: "newer.example" });
    expect(await lastLog()).toMatchObject({
      action: "site.update",
      before: { domain: "old.example", hostnames: [] },
      after: { domain: "newer.example", hostnames: ["b.example"] },
    });
  });

  test("is null when the new domain is another site's, and changes nothing", async () => {
    const site = await create({ domain: "one.example" });
    await create({ domain: "two.example" });
    const before = await lastLog();
    const fields = fieldsOf({ domain: "two.example" });
    expect(await updateSite(database.orm, { actor, site, fields, now })).toBeNull();
    expect(await lastLog()).toEqual(before as never);
  });
});
