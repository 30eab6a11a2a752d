import { describe, expect, test } from "bun:test";
import { findUnusual } from "./unusual.ts";

describe("findUnusual", () => {
  // Median 100, MAD 10, a spread of 14.8: unusual is beyond 59 from it, and twice or half of it.
  const calm = [90, 100, 110, 90, 100, 110];

  test.each([
    [200, { alert: "spike", usual: 100 }],
    [199, null],
    [100, null],
    [41, null],
    [40, { alert: "drop", usual: 100 }],
    [0, { alert: "drop", usual: 100 }],
  ] as const)("takes %d visitors where there are 100 by what they are", (visitors, found) => {
    expect(findUnusual(visitors, calm)).toEqual(found);
  });

  test("is not moved by one odd week", () => {
    expect(findUnusual(100, [100, 100, 5_000, 100, 100, 100])).toBeNull();
    expect(findUnusual(100, [100, 100, 0, 100, 100, 100])).toBeNull();
  });

  test("bears more where the weeks differ much", () => {
    // Median 100, MAD 60: the spread is 89, and four of them are more than there are.
    const wild = [20, 40, 100, 100, 160, 200];
    expect(findUnusual(0, wild)).toBeNull();
    expect(findUnusual(450, wild)).toBeNull();
    expect(findUnusual(460, wild)).toMatchObject({ alert: "spike" });
  });

  test("leaves small sites in peace", () => {
    expect(findUnusual(19, [0, 0, 1, 0, 0, 0])).toBeNull();
    expect(findUnusual(20, [0, 0, 1, 0, 0, 0])).toEqual({ alert: "spike", usual: 0 });
    expect(findUnusual(0, [19, 19, 19, 19, 19, 19])).toBeNull();
    expect(findUnusual(0, [20, 20, 20, 20, 20, 20])).toEqual({ alert: "drop", usual: 20 });
  });

  test("says nothing before it has seen four weeks", () => {
    expect(findUnusual(1_000, [10, 10, 10])).toBeNull();
    expect(findUnusual(1_000, [10, 10, 10, 10])).toMatchObject({ alert: "spike" });
  });
});
