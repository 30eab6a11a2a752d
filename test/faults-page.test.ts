import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dir, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const page = read("docs/faults.md");

interface Row {
  file: string;
  name: string;
  small: string;
  large: string;
}

const rows = page.split("\n").flatMap((line): Row[] => {
  const [, , , what = "", small = "", large = ""] = line.split("|").map((cell) => cell.trim());
  const [, file = "", name = ""] = /^`(\S+\.test\.ts)` (.+)$/.exec(what) ?? [];
  return file ? [{ file, name, small, large }] : [];
});

/** "10,000", or "10 s", which is 10,000 ms. */
function numberIn(cell: string): number {
  return Number(cell.replace(/,| s$/g, "")) * (cell.endsWith(" s") ? 1_000 : 1);
}

describe("docs/faults.md", () => {
  test.each(rows)("has a test for what it says: $file $name", ({ file, name }) => {
    expect(existsSync(join(root, file))).toBe(true);
    expect(read(file)).toContain(`"${name}"`);
  });

  test.each(rows.filter(({ small, large }) => small !== large))(
    "tells the numbers of $file $name",
    ({ file, small, large }) => {
      const text = read(file).replaceAll(/(?<=\d)_(?=\d{3})/g, "");
      const [few, many] = [small, large].map(numberIn);
      const isThere = [`times(${few}, ${many})`, `isLarge ? ${many} : ${few}`].some((code) =>
        text.includes(code),
      );
      expect({ file, small, large, isThere }).toEqual({ file, small, large, isThere: true });
    },
  );

  test("has a row of every file of test/faults", () => {
    const named = new Set(rows.map(({ file }) => file));
    const files = readdirSync(join(root, "test/faults")).map((name) => `test/faults/${name}`);
    expect(files.filter((file) => !named.has(file))).toEqual([]);
    expect(rows.length).toBeGreaterThan(30);
  });
});
