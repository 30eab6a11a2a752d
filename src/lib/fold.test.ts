import { describe, expect, test } from "bun:test";
import { foldText } from "./fold.ts";

describe("foldText", () => {
  test.each([
    ["Café ", "cafe"],
    ["ÉCOLE Müller", "ecole muller"],
    ["shop.example", "shop.example"],
  ])("%p is %p", (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });
});
