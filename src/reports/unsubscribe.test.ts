import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { auditLogs, mailRefusals, settings, users } from "#src/db/schema/tables.ts";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { readUnsubscribeToken, type Subscription, unsubscribeUrl } from "./unsubscribe-link.ts";

let app: TestApp;
let nobody: Person;

beforeAll(async () => {
  app = await startTestApp();
  nobody = stranger(app);
});
afterAll(() => app.stop());
beforeEach(async () => {
  await app.database.work`truncate users, mail_refusals cascade`;
});

async function pathOf(subscription: Subscription): Promise<string> {
  return new URL(await unsubscribeUrl(app.database.orm, "http://x.example", subscription)).pathname;
}

const boss = { kind: "weekly", address: "boss@x.example" } as const;
const refusals = async () =>
  (await app.database.orm.select().from(mailRefusals)).map(({ address, kind }) => [address, kind]);

/** What a mail program sends for its reader: from anywhere, without a cookie. */
function oneClick(path: string, body: BodyInit = "List-Unsubscribe=One-Click"): Promise<Response> {
  const type = typeof body === "string" ? "application/x-www-form-urlencoded" : undefined;
  return fetch(app.origin + path, {
    method: "POST",
    redirect: "manual",
    headers: {
      "sec-fetch-site": "cross-site",
      origin: "https://mail.example",
      ...(type && { "content-type": type }),
    },
    body,
  });
}

describe("the link that ends mails", () => {
  test.each([
    "anna@shop.example",
    "o'neil+reports@shop.example",
    "a.b/c?d=e&f#g%h@shop.example",
    "zoé@café.example",
    "用户@例子.example",
  ])("works for %s", async (address) => {
    const path = await pathOf({ kind: "monthly", address });
    const page = await nobody.get(path);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(address.replaceAll("&", "&amp;"));
    expect((await oneClick(path)).status).toBe(200);
    expect(await refusals()).toEqual([[address, "monthly"]]);
  });

  test("changes nothing when it is only opened, however often", async () => {
    const path = await pathOf(boss);
    for (const method of ["GET", "HEAD"])
      await (await fetch(app.origin + path, { method })).arrayBuffer();
    expect(await refusals()).toEqual([]);
  });

  test("ends mails by its button, and has them sent again by another", async () => {
    const path = await pathOf(boss);
    expect(await (await nobody.get(path)).text()).toContain(`action="${path}"`);
    const ended = await nobody.post(path);
    expect(ended.status).toBe(200);
    expect(await ended.text()).toContain(`action="${path}/undo"`);
    expect(await refusals()).toEqual([["boss@x.example", "weekly"]]);
    expect(await (await nobody.get(path)).text()).toContain("We no longer send");
    expect(await (await nobody.post(`${path}/undo`)).text()).toContain("You are subscribed again");
    expect(await refusals()).toEqual([]);
  });

  test("ends them for a mail program, in either encoding of RFC 8058 and with any body", async () => {
    const bodies = [new FormData(), "List-Unsubscribe=One-Click", "{}"] as const;
    bodies[0].set("List-Unsubscribe", "One-Click");
    for (const body of bodies) {
      await app.database.orm.delete(mailRefusals);
      expect((await oneClick(await pathOf(boss), body)).status).toBe(200);
      expect(await refusals()).toEqual([["boss@x.example", "weekly"]]);
    }
  });

  test("is the only door that a foreign page can post to", async () => {
    const path = await pathOf(boss);
    await oneClick(path);
    expect((await oneClick(`${path}/undo`)).status).toBe(403);
    expect((await oneClick("/sign-in")).status).toBe(403);
    expect(await refusals()).toHaveLength(1);
  });

  test("switches a user's preference, in their language, and only for the kind it is of", async () => {
    const anna = await signedIn(app, { email: "anna@x.example", role: "client", locale: "fr" });
    const path = await pathOf({ kind: "weekly", address: "anna@x.example" });
    const page = await nobody.post(path);
    expect(await page.text()).toContain("Désabonnement enregistré");
    const choices = async () => {
      const [user] = await app.database.orm.select().from(users);
      return [user?.weeklyMail, user?.monthlyMail];
    };
    expect(await choices()).toEqual([false, true]);
    expect(await refusals()).toEqual([]);
    // The one who is signed in in this browser presses the button as well as anybody.
    expect((await anna.post(`${path}/undo`)).status).toBe(200);
    expect(await choices()).toEqual([true, true]);
  });

  test("notes alerts by address, a user's as well", async () => {
    await signedIn(app, { email: "anna@x.example", role: "client" });
    await nobody.post(await pathOf({ kind: "alert", address: "anna@x.example" }));
    expect(await refusals()).toEqual([["anna@x.example", "alert"]]);
  });

  test("is noted once in the audit log, with the address and the kind", async () => {
    const path = await pathOf({ kind: "weekly", address: "noted@x.example" });
    for (const _ of [1, 2, 3]) await oneClick(path);
    await nobody.post(`${path}/undo`);
    const logs = await app.database.orm.select().from(auditLogs).orderBy(auditLogs.id);
    expect(
      logs
        .filter(({ subject }) => subject === "noted@x.example")
        .map(({ action, after, actorId }) => ({ action, after, actorId })),
    ).toEqual([
      { action: "report.unsubscribe", after: { mails: "weekly" }, actorId: null },
      { action: "report.resubscribe", after: { mails: "weekly" }, actorId: null },
    ]);
  });
});

describe("a token", () => {
  test("that was tampered with opens nothing", async () => {
    const token = (await pathOf(boss)).split("/").at(-1) ?? "";
    const [about = "", mac = ""] = token.split(".");
    const other = Buffer.from("weekly zoe@x.example").toString("base64url");
    const flipped = `${about}.${mac.startsWith("A") ? "B" : "A"}${mac.slice(1)}`;
    const last = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
    const forged = [`${other}.${mac}`, flipped, last, about, `${about}.`, `.${mac}`, `${token}.x`];
    for (const bad of [...forged, `${token}=`, "x", "%00", "a".repeat(2_000)]) {
      for (const answer of [
        await nobody.get(`/unsubscribe/${bad}`),
        await nobody.post(`/unsubscribe/${bad}`),
        await nobody.post(`/unsubscribe/${bad}/undo`),
      ])
        expect(answer.status).toBe(404);
    }
    expect(await refusals()).toEqual([]);
  });

  test("of another instance opens nothing here", async () => {
    const { orm } = app.database;
    const token = (await pathOf(boss)).split("/").at(-1) ?? "";
    expect(await readUnsubscribeToken(orm, token)).toEqual(boss);
    await orm.delete(settings);
    expect(await readUnsubscribeToken(orm, token)).toBeNull();
  });

  test("is made with one key, however many servers make it first", async () => {
    const { orm } = app.database;
    await orm.delete(settings);
    const paths = await Promise.all(Array.from({ length: 8 }, () => pathOf(boss)));
    expect(new Set(paths).size).toBe(1);
  });

  test("and its key are never in the log", async () => {
    await oneClick(await pathOf(boss));
    expect(app.lines.join()).not.toMatch(/unsubscribe\/(?!:token)|boss/);
  });
});
