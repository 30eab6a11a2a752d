import { describe, expect, test } from "bun:test";
import { hashesAtOnce } from "./hashing.ts";
import {
  hashPassword,
  needsRehash,
  passwordFault,
  pretendVerify,
  verifyPassword,
} from "./password.ts";

const right = "correct horse battery";

describe("hashPassword", () => {
  test("keeps its parameters in the hash and salts each anew", async () => {
    const [a, b] = await Promise.all([hashPassword(right), hashPassword(right)]);
    expect(a).toStartWith("scrypt$32768$8$3$");
    expect(a).not.toBe(b);
    expect(await verifyPassword(right, a)).toBe(true);
    expect(await verifyPassword(`${right} `, a)).toBe(false);
  }, 30_000);

  test("takes the same password however its letters are composed", async () => {
    const hash = await hashPassword("caf\u00e9 au lait");
    expect(await verifyPassword("cafe\u0301 au lait", hash)).toBe(true);
  }, 30_000);

  test("hashes a few at a time and refuses more than twenty who wait", async () => {
    const results = await Promise.allSettled(Array.from({ length: 30 }, () => hashPassword(right)));
    const refused = results.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(30 - 20 - hashesAtOnce);
    for (const result of refused)
      expect((result as PromiseRejectedResult).reason).toMatchObject({ code: "busy", status: 503 });
    // The queue is empty again.
    expect(await verifyPassword(right, await hashPassword(right))).toBe(true);
  }, 180_000);
});

describe("verifyPassword", () => {
  test.each(["", "none", "scrypt$1$1", "bcrypt$32768$8$3$AAAA$AAAA", "scrypt$32768$8$3$AA$AA"])(
    "is false for a hash that is not ours: %p",
    async (stored) => {
      expect(await verifyPassword(right, stored)).toBe(false);
    },
  );
});

describe("needsRehash", () => {
  test("is true for a hash at another cost", async () => {
    const hash = await hashPassword(right);
    expect(needsRehash(hash)).toBe(false);
    expect(needsRehash(hash.replace("$3$", "$2$"))).toBe(true);
    expect(needsRehash("none")).toBe(true);
  });
});

describe("passwordFault", () => {
  test.each([
    ["1234567", "password_short"],
    ["🦊🦊🦊🦊🦊🦊🦊", "password_short"],
    ["a".repeat(129), "password_long"],
    ["password", "password_common"],
    ["Password1!", "password_common"],
    ["MotDePasse2026", "password_common"],
    ["12345678", "password_common"],
    ["qwertyuiop", "password_common"],
    ["aaaaaaaaaaaa", "password_common"],
    ["jennifer1990", "password_common"],
    ["corvette", "password_common"],
    ["anna@shop.example", "password_common"],
    ["correct horse battery", null],
    ["ünïcödé pässwörd", null],
    ["x7!kQ2mv", null],
  ])("%p: %p", async (password, fault) => {
    expect(await passwordFault(password, "anna@shop.example")).toBe(fault as never);
  });
});

describe("pretendVerify", () => {
  test("takes as long as a verification", async () => {
    const hash = await hashPassword(right);
    const time = async (work: () => Promise<unknown>) => {
      const startedAt = performance.now();
      await work();
      return performance.now() - startedAt;
    };
    let [real, pretended] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    const isAlike = () => pretended / real > 0.6 && pretended / real < 1.7;
    // The more are timed, the less of what else the machine does is in the least of them.
    for (let run = 0; run < 5 || (run < 30 && !isAlike()); run++) {
      real = Math.min(real, await time(() => verifyPassword("wrong", hash)));
      pretended = Math.min(pretended, await time(() => pretendVerify("wrong")));
    }
    expect(pretended / real).toBeGreaterThan(0.6);
    expect(pretended / real).toBeLessThan(1.7);
  }, 120_000);
});
