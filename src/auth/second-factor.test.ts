import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { recoveryCodes, users } from "#src/db/schema/tables.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { countRecoveryCodes } from "./recovery.ts";
import {
  type CodeAnswer,
  dropSecondFactor,
  offerOf,
  switchOnSecondFactor,
  takeCode,
} from "./second-factor.ts";
import { startSession } from "./session.ts";
import { hashToken } from "./token.ts";
import { codeAt } from "./totp.ts";

const now = new Date("2026-11-23T12:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const actor = { userId: null, email: null, ip: null };
const wrong: CodeAnswer = { ok: false, why: "wrong" };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

let user: { id: number; email: string };
let sessionHash: Uint8Array;
let count = 0;
beforeEach(async () => {
  count += 1;
  const fields = { email: `user${count}@x.example`, name: "Anna", role: "client" } as const;
  const [made] = await database.orm
    .insert(users)
    .values({ ...fields, passwordHash: "none" })
    .returning({ id: users.id, email: users.email });
  if (!made) throw new Error("no user");
  user = made;
  sessionHash = hashToken(await startSession(database.orm, user.id, now));
});

const offer = async () => (await offerOf(database.orm, sessionHash)) ?? new Uint8Array();
const switchOn = (typed: string, at = now) =>
  database.orm.transaction((tx) =>
    switchOnSecondFactor(tx, { actor, user, sessionHash, typed, now: at }),
  );
const take = (typed: string, at = now) =>
  database.orm.transaction((tx) => takeCode(tx, { userId: user.id, typed, now: at }));
/** Switches it on with the code of `now`. */
async function setUp(): Promise<{ secret: Uint8Array; codes: string[] }> {
  const secret = await offer();
  const codes = await switchOn(codeAt(secret, now));
  return { secret, codes: codes ?? [] };
}

describe("switchOnSecondFactor", () => {
  test("needs a code of the secret that this very session proposes", async () => {
    const other = hashToken(await startSession(database.orm, user.id, now));
    const foreign = (await offerOf(database.orm, other)) ?? new Uint8Array();
    expect(await switchOn(codeAt(foreign, now))).toBeNull();
    expect(await switchOn(codeAt(await offer(), now))).toHaveLength(10);
  });

  test("makes ten codes that one can read, of which only hashes are kept", async () => {
    const { codes } = await setUp();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[a-z2-7]{5}-[a-z2-7]{5}$/);
    const stored = await database.orm.select().from(recoveryCodes);
    const hashes = codes.map((code) => String(hashToken(code.replace("-", ""))));
    const own = stored.filter(({ userId }) => userId === user.id);
    expect(own.map(({ codeHash }) => String(new Uint8Array(codeHash))).sort()).toEqual(
      hashes.sort(),
    );
  });

  test("is refused where it is on already, and proposes another secret from then on", async () => {
    const { secret } = await setUp();
    const next = await offer();
    expect(String(next)).not.toBe(String(secret));
    expect(await switchOn(codeAt(next, now))).toBeNull();
  });

  test("of twenty at once one succeeds", async () => {
    const code = codeAt(await offer(), now);
    const made = await Promise.all(Array.from({ length: 20 }, () => switchOn(code)));
    expect(made.filter((codes) => codes !== null)).toHaveLength(1);
    expect(await countRecoveryCodes(database.orm, user.id)).toBe(10);
  });
});

describe("takeCode", () => {
  test("takes a code once, and none from before it", async () => {
    const { secret } = await setUp();
    // The code that switched it on is used up with that.
    expect(await take(codeAt(secret, now))).toEqual(wrong);
    const [first, second] = [codeAt(secret, later(30)), codeAt(secret, later(60))];
    expect(await take(second, later(60))).toEqual({ ok: true, by: "app" });
    expect(await take(second, later(60))).toEqual(wrong);
    expect(await take(first, later(60))).toEqual(wrong);
    const third = codeAt(secret, later(90));
    expect(await take(`${third.slice(0, 3)} ${third.slice(3)}`, later(90))).toEqual({
      ok: true,
      by: "app",
    });
  });

  test("takes a recovery code once, however it is typed, and nobody else's", async () => {
    const { codes } = await setUp();
    const [first = "", second = ""] = codes;
    expect(await take(` ${first.toUpperCase()} `)).toEqual({ ok: true, by: "recovery" });
    expect(await take(first)).toEqual(wrong);
    const owner = user;
    user = { ...user, id: user.id - 1 };
    expect(await take(second)).toEqual(wrong);
    user = owner;
    expect(await take(second.replace("-", " "))).toEqual({ ok: true, by: "recovery" });
    expect(await countRecoveryCodes(database.orm, user.id)).toBe(8);
  });

  test("of twenty that send the same code at once one comes in", async () => {
    const { secret, codes } = await setUp();
    const at = later(30);
    for (const code of [codeAt(secret, at), codes[0] ?? ""]) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => take(code, at)));
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      await database.work`delete from sign_in_failures`;
    }
  });

  test("takes five wrong codes, even when many come at once, and then makes one wait", async () => {
    const { secret } = await setUp();
    const answers = await Promise.all(Array.from({ length: 20 }, () => take("aaaaa-aaaaa")));
    const refusals = answers.map((answer) => (answer.ok ? "ok" : answer.why));
    expect(refusals.filter((why) => why === "wrong")).toHaveLength(5);
    expect(refusals.filter((why) => why === "wait")).toHaveLength(15);
    const at = later(1);
    expect(await take(codeAt(secret, at), at)).toEqual({ ok: false, why: "wait", waitMs: 1_000 });
    expect(await take(codeAt(secret, later(30)), later(30))).toEqual({ ok: true, by: "app" });
  });

  test("takes nothing of who has no second factor", async () => {
    expect(await take("123456")).toEqual(wrong);
    expect(await take("")).toEqual(wrong);
  });
});

describe("dropSecondFactor", () => {
  const drop = () => database.orm.transaction((tx) => dropSecondFactor(tx, { actor, user, now }));

  test("takes the secret and the codes away, notes it, and says when there was none", async () => {
    const { secret, codes } = await setUp();
    expect(await drop()).toBe(true);
    expect(await take(codeAt(secret, later(30)), later(30))).toEqual(wrong);
    expect(await take(codes[0] ?? "")).toEqual(wrong);
    expect(await drop()).toBe(false);
    const rows = await database.work<{ action: string }[]>`
      select action from audit_logs where subject = ${user.email} order by id
    `;
    expect(rows.map(({ action }) => action)).toEqual(["account.totp_on", "account.totp_off"]);
  });
});
