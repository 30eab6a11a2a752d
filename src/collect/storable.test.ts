import { describe, expect, test } from "bun:test";
import { storableText } from "./storable.ts";

describe("storableText", () => {
  test.each([
    ["a\u0000b", "ab"],
    ["a\tb\nc", "abc"],
    ["\ud83d", "\ufffd"],
    ["x\udc69y", "x\ufffdy"],
    ["café 👩", "café 👩"],
  ])("makes %j %j", (text, stored) => {
    expect(storableText(text, 100)).toBe(stored);
  });

  test("cuts by characters, none in half", () => {
    expect(storableText("👩👩👩", 2)).toBe("👩👩");
    expect(storableText("a👩b👩", 3)).toBe("a👩b");
    expect(storableText("abc", 3)).toBe("abc");
  });

  test("cuts half a character at the edge of what is looked at", () => {
    expect(storableText(`a${"👩".repeat(20)}`, 4)).toBe("a👩👩👩");
  });
});
