import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { layoutOf, readBundle } from "./layout.ts";
import { unpackMissing } from "./unpack.ts";

const folder = createFolder("unpack");
// Whole databases take their time to go on a busy disk.
afterAll(folder.remove, 60_000);
const bundle = readBundle();

function unpack(name: string, prepare?: (dataDir: string) => void) {
  const dataDir = join(folder.path, name);
  mkdirSync(dataDir);
  prepare?.(dataDir);
  const layout = layoutOf(dataDir, null, bundle);
  unpackMissing({ layout, bundle, owner: null });
  return layout;
}

describe("unpackMissing", () => {
  test("a strict umask shuts nobody out of the programs, and everybody out of the data", () => {
    const before = process.umask(0o077);
    const layout = unpack("umask");
    process.umask(before);
    const modeOf = (path: string) => statSync(path).mode & 0o777;
    expect(modeOf(join(layout.runtime, "bin/postgres"))).toBe(0o755);
    expect(modeOf(join(layout.runtime, "share/postgresql"))).toBe(0o755);
    expect(modeOf(layout.cluster)).toBe(0o700);
    expect(modeOf(join(layout.cluster, "PG_VERSION"))).toBe(0o600);
  });

  test("what is there already is not touched", () => {
    const layout = unpack("again");
    const mark = join(layout.cluster, "mark");
    writeFileSync(mark, "");
    chmodSync(join(layout.runtime, "bin/postgres"), 0o700);
    unpackMissing({ layout, bundle, owner: null });
    expect(existsSync(mark)).toBe(true);
    expect(statSync(join(layout.runtime, "bin/postgres")).mode & 0o777).toBe(0o700);
  });

  test("programs of another major version stay, older ones of ours and half ones go", () => {
    // 4194304 is one more than the highest process number that Linux gives.
    const dead = "pg-18.0.0-0000.tmp-4194304";
    const layout = unpack("older", (dataDir) => {
      for (const name of ["pg-17.9.0-aaaa", "pg-18.0.0-bbbb", dead])
        mkdirSync(join(dataDir, "runtime", name), { recursive: true });
      mkdirSync(join(dataDir, "pg18.new"));
    });
    expect(readdirSync(layout.runtimeBase).sort()).toEqual(["pg-17.9.0-aaaa", bundle.runtime]);
    expect(readdirSync(layout.dataDir).sort()).toEqual(["pg18", "runtime"]);
  });

  test("a folder in the cluster's place that is none is left alone and named", () => {
    const strange = () => unpack("strange", (dataDir) => mkdirSync(join(dataDir, "pg18")));
    expect(strange).toThrow("is not a database cluster");
  });
});
