import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { countFailure, delayAfter, forgetFailures, waitOf } from "./throttle.ts";

const now = new Date("2026-11-23T12:00:00Z");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

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
