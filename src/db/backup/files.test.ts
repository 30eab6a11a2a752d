import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { newestBackupAt } from "./files.ts";

test("newestBackupAt goes by the names, and not by what a wrong clock has dated ahead", () => {
  const folder = createFolder("newest");
  const now = new Date("2026-11-27T12:00:00Z");
  expect(newestBackupAt(folder.path, now)).toBeNull();
  for (const name of ["2026-11-23T0240", "2026-11-24T0240-upgrade-from-0.1.0", "2031-01-01T0240"])
    writeFileSync(join(folder.path, `tracker-${name}.tar.zst`), "");
  expect(newestBackupAt(folder.path, now)).toEqual(new Date("2026-11-24T02:40:00Z"));
  folder.remove();
});
