import { describe, expect, test } from "bun:test";
import { codeAt, makeTotpSecret, stepOfCode, totpText, totpUri } from "./totp.ts";

// RFC 6238, appendix B: the secret and, of its eight digits, the last six.
const secret = new TextEncoder().encode("12345678901234567890");
const vectors: [seconds: number, code: string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];
const at = (seconds: number) => new Date(seconds * 1_000);

describe("stepOfCode", () => {
  test.each(vectors)("at %p s takes %p", (seconds, code) => {
    expect(stepOfCode(secret, code, at(seconds))).toBe(Math.floor(seconds / 30));
    expect(codeAt(secret, at(seconds))).toBe(code);
  });

  test("takes the code before and the one after, and none further away", () => {
    const [seconds, step] = [1_111_111_111, Math.floor(1_111_111_111 / 30)];
    const taken = [-2, -1, 0, 1, 2].map((steps) =>
      stepOfCode(secret, codeAt(secret, at(seconds + 30 * steps)), at(seconds)),
    );
    expect(taken).toEqual([null, step - 1, step, step + 1, null]);
  });

  test.each(["", "28708", "2870820", "0287082", "abcdef", "-87082", "２８７０８２"])(
    "refuses %p",
    (code) => {
      expect(stepOfCode(secret, code, at(59))).toBeNull();
    },
  );

  test("reads a secret that is a view into a larger buffer, as the database gives it", () => {
    const buffer = Buffer.concat([Buffer.from("before"), secret, Buffer.from("after")]);
    expect(stepOfCode(buffer.subarray(6, 26), "287082", at(59))).toBe(1);
  });
});

describe("makeTotpSecret", () => {
  test("makes 160 bits, new ones each time", () => {
    const secrets = Array.from({ length: 20 }, makeTotpSecret);
    expect(new Set(secrets.map(String)).size).toBe(20);
    expect(secrets.every(({ length }) => length === 20)).toBe(true);
  });
});

describe("totpUri", () => {
  test("names the issuer and the account, and holds the secret and the rules", () => {
    const uri = new URL(totpUri(secret, "anna+x@agency.example"));
    expect(uri.protocol).toBe("otpauth:");
    expect(decodeURIComponent(uri.href)).toContain("/Tracker Analytics:anna+x@agency.example?");
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: "Tracker Analytics",
      secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
      algorithm: "SHA1",
      digits: "6",
      period: "30",
    });
  });
});

describe("totpText", () => {
  test("writes the secret in groups that one can type", () => {
    expect(totpText(secret)).toBe("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
  });
});
