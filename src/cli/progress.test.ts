import { expect, test } from "bun:test";
import { createProgress } from "./progress.ts";

function drawn(isTTY: boolean, shares: number[]): string {
  let text = "";
  const write = (more: string) => {
    text += more;
  };
  const progress = createProgress("Checking", { isTTY, write } as unknown as NodeJS.WriteStream);
  for (const share of shares) progress(share, 1);
  return text;
}

test("a bar is one line of a terminal, which ends once, however often the end is told", () => {
  const text = drawn(true, [0, 0.5, 1, 1, 1]);
  expect(text.match(/\n/g)).toHaveLength(1);
  expect(text).toEndWith("100 %\n");
  expect(text.match(/100 %/g)).toHaveLength(1);
});

test("a bar elsewhere is a line for each tenth", () => {
  expect(drawn(false, [0, 0.05, 0.5, 1, 1])).toBe(
    "Checking: 0 %\nChecking: 50 %\nChecking: 100 %\n",
  );
});
