import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openDatabase } from "#src/db/client.ts";
import { AppError } from "#src/lib/errors.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { countFailure, delayAfter, forgetFailures, tryPassword, waitOf } from "./throttle.ts";

const now = new Date("2026-11-23T12:00:00Z");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

async function fail(email: string, ip: string, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await countFailure(database.orm, { email, ip }, now);
}
const wait = (email: string, ip: string, at = now) => waitOf(database.orm, { email, ip }, at);

describe("delayAfter", () => {
  test.each([
    [0, 0],
    [4, 0],
    [5, 2_000],
    [6, 4_000],
    [7, 8_000],
    [13, 512_000],
    [14, 900_000],
    [1_000, 900_000],
  ])("after %p wrong passwords one waits %p ms", (failures, ms) => {
    expect(delayAfter(failures)).toBe(ms);
  });
});

describe("waitOf", () => {
  test("gives five free tries, then a growing wait that passes", async () => {
    await fail("anna@x.example", "192.0.2.1", 4);
    expect(await wait("anna@x.example", "192.0.2.1")).toBe(0);
    await fail("anna@x.example", "192.0.2.1", 2);
    expect(await wait("anna@x.example", "192.0.2.1")).toBe(4_000);
    expect(await wait("anna@x.example", "192.0.2.1", new Date(now.getTime() + 3_000))).toBe(1_000);
    expect(await wait("anna@x.example", "192.0.2.1", new Date(now.getTime() + 4_000))).toBe(0);
  });

  test("never locks an owner out for what a stranger tries elsewhere", async () => {
    await fail("ben@x.example", "192.0.2.2", 19);
    expect(await wait("ben@x.example", "192.0.2.2")).toBe(900_000);
    expect(await wait("ben@x.example", "192.0.2.3")).toBe(0);
  });

  test("slows down an address that tries one account after the other", async () => {
    for (let account = 0; account < 24; account++)
      await fail(`user${account}@x.example`, "192.0.2.4", 1);
    expect(await wait("another@x.example", "192.0.2.4")).toBe(32_000);
  });

  test("takes an address of IPv4 for itself, however a proxy writes it", async () => {
    await fail("fay@x.example", "::ffff:192.0.2.7", 6);
    expect(await wait("fay@x.example", "192.0.2.7")).toBe(4_000);
    expect(await wait("fay@x.example", "::ffff:c000:0207")).toBe(4_000);
    expect(await wait("fay@x.example", "::ffff:192.0.2.8")).toBe(0);
    expect(await wait("fay@x.example", "::1")).toBe(0);
  });

  test("takes an IPv6 network of a customer as one address", async () => {
    await fail("eva@x.example", "2001:db8:1:2::1", 6);
    expect(await wait("eva@x.example", "2001:db8:1:2:ffff::9")).toBe(4_000);
    expect(await wait("eva@x.example", "2001:db8:1:3::1")).toBe(0);
  });

  test("forgets after the right password", async () => {
    await fail("zoe@x.example", "192.0.2.6", 6);
    await forgetFailures(database.orm, { email: "zoe@x.example", ip: "192.0.2.6" });
    expect(await wait("zoe@x.example", "192.0.2.6")).toBe(0);
  });

  test("keeps neither the address nor the account in the database", async () => {
    const [row] = await database.work<{ text: string }[]>`
      select string_agg(sign_in_failures::text, ' ') as text from sign_in_failures
    `;
    expect(row?.text).not.toMatch(/192\.0\.2|example/);
  });
});

describe("tryPassword", () => {
  const fromNow = (ms: number) => new Date(now.getTime() + ms);
  const wrong = async () => null;
  const right = async () => "Anna";
  const rows = () => database.work`
    select encode(key, 'hex') as key, failures, last_failed_at
    from sign_in_failures
    order by key
  `;

  /** What came of tries that are all being verified before the first of them is. */
  async function tryAtOnce(emails: string[], ip: string, orms = [database.orm]) {
    let verified = 0;
    const tries = emails.map((email, at) =>
      tryPassword(orms[at % orms.length] ?? database.orm, { email, ip }, now, async () => {
        verified += 1;
        await Bun.sleep(200);
        return null;
      }),
    );
    const answers = await Promise.all(tries);
    const waiting = answers.filter((answer) => !answer.ok && answer.why === "wait").length;
    return { verified, waiting };
  }

  test("verifies five of 21 that come at once, on whichever server", async () => {
    const other = openDatabase(database.connection);
    const ip = "192.0.2.21";
    const emails = Array.from({ length: 21 }, () => "anna@x.example");
    const found = await tryAtOnce(emails, ip, [database.orm, other.orm]);
    await other.close();
    expect(found).toEqual({ verified: 5, waiting: 16 });
    // Those that were not verified do not count: it is the wait after the fifth.
    expect(await wait("anna@x.example", ip)).toBe(2_000);
    expect(await wait("anna@x.example", "192.0.2.22")).toBe(0);
  });

  test("verifies twenty from one address, of however many accounts", async () => {
    const emails = Array.from({ length: 26 }, (_, at) => `user${at}@x.example`);
    expect(await tryAtOnce(emails, "192.0.2.23")).toEqual({ verified: 20, waiting: 6 });
  });

  test("forgets the wrong ones after the right one, and leaves nothing behind", async () => {
    const before = [...(await rows())];
    const attempt = { email: "zoe@x.example", ip: "192.0.2.24" };
    expect(await tryPassword(database.orm, attempt, now, right)).toEqual({
      ok: true,
      found: "Anna",
    });
    expect([...(await rows())]).toEqual(before);
    for (let time = 0; time < 4; time++) await tryPassword(database.orm, attempt, now, wrong);
    await tryPassword(database.orm, attempt, fromNow(1_000), right);
    expect(await wait("zoe@x.example", "192.0.2.24")).toBe(0);
    // The address has failed four times, the last time when it did.
    const [address] = (await rows()).filter(({ key }) => !before.some((row) => row.key === key));
    expect(address).toMatchObject({ failures: 4, last_failed_at: now });
  });

  test("makes nobody wait longer for a right one in between", async () => {
    const ip = "192.0.2.25";
    for (let account = 0; account < 24; account++) await fail(`user${account}@x.example`, ip, 1);
    const before = [...(await rows())];
    const soon = { email: "right@x.example", ip };
    expect(await tryPassword(database.orm, soon, fromNow(31_999), right)).toEqual({
      ok: false,
      why: "wait",
      waitMs: 1,
    });
    expect((await tryPassword(database.orm, soon, fromNow(32_000), right)).ok).toBe(true);
    expect([...(await rows())]).toEqual(before);
    expect(await wait("another@x.example", ip, fromNow(32_000))).toBe(0);
  });

  test("does not count a password that nobody had the time to verify", async () => {
    const attempt = { email: "busy@x.example", ip: "192.0.2.26" };
    for (let time = 0; time < 5; time++) await tryPassword(database.orm, attempt, now, wrong);
    const before = [...(await rows())];
    const busy = () => Promise.reject(new AppError("busy", 503));
    const later = tryPassword(database.orm, attempt, fromNow(2_000), busy);
    await expect(later).rejects.toThrow("busy");
    expect([...(await rows())]).toEqual(before);
  });
});
