import { afterAll, describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { chooseOwner, findWall } from "./owner.ts";

const isRoot = process.geteuid?.() === 0;
const folder = createFolder("owner");
afterAll(folder.remove);

let made = 0;
/** A new data folder, and the owner of its cluster if it shall have one. */
function makeDataDir(clusterOwner?: number): { dataDir: string; cluster: string } {
  const dataDir = join(folder.path, String(++made));
  const cluster = join(dataDir, "pg18");
  mkdirSync(dataDir);
  if (clusterOwner === undefined) return { dataDir, cluster };
  mkdirSync(cluster);
  if (isRoot) chownSync(cluster, clusterOwner, clusterOwner);
  return { dataDir, cluster };
}

describe("chooseOwner", () => {
  test("an ordinary user runs PostgreSQL itself, and root never does", () => {
    const owner = chooseOwner({ ...makeDataDir(), databaseUser: null });
    if (isRoot) expect(owner?.uid).toBeGreaterThan(0);
    else expect(owner).toBeNull();
  });

  test("a cluster keeps its owner, whoever is configured", () => {
    const owner = chooseOwner({ ...makeDataDir(4711), databaseUser: "1234:1234" });
    expect(owner).toEqual(isRoot ? { uid: 4711, gid: 4711 } : null);
  });

  test("root lends the configured user to a new cluster", () => {
    const owner = chooseOwner({ ...makeDataDir(), databaseUser: "1234:1235" });
    expect(owner).toEqual(isRoot ? { uid: 1234, gid: 1235 } : null);
  });

  test("root lends the owner of the data folder to a new cluster", () => {
    const given = makeDataDir();
    if (isRoot) chownSync(given.dataDir, 1500, 1501);
    const owner = chooseOwner({ ...given, databaseUser: null });
    expect(owner).toEqual(isRoot ? { uid: 1500, gid: 1501 } : null);
  });

  test.each([
    ["nobody-of-that-name", "does not exist"],
    ["root", "is root"],
    ["0:0", "is root"],
  ])("the configured user %s is refused in a sentence", (databaseUser, why) => {
    const choose = () => chooseOwner({ ...makeDataDir(), databaseUser });
    if (isRoot) expect(choose).toThrow(why);
    else expect(choose()).toBeNull();
  });

  test("a data folder of somebody else is refused in a sentence", () => {
    // Every machine has this folder of root's; root itself owns it.
    const choose = () => chooseOwner({ dataDir: "/etc", cluster: "/etc/pg18", databaseUser: null });
    if (isRoot) expect(choose()?.uid).toBeGreaterThan(0);
    else expect(choose).toThrow("/etc belongs to user 0");
  });
});

describe("chooseOwner of an ordinary user", () => {
  const group = 65_532;
  /** What it decides in a process of somebody else; without root that is whoever we are. */
  const chooseAs = (given: { dataDir: string; cluster: string }) => {
    const script = `
      import { chooseOwner } from "#src/db/embedded/owner.ts";
      const given = { ...${JSON.stringify(given)}, databaseUser: null };
      try { console.log(chooseOwner(given)); } catch ({ message }) { console.log(message); }
    `;
    const cwd = resolve(import.meta.dir, "../../..");
    const who = isRoot ? { uid: 4711, gid: group } : {};
    return spawnSync(process.execPath, ["-e", script], { cwd, ...who })
      .stdout.toString()
      .trim();
  };
  chmodSync(folder.path, 0o755);

  test("takes a folder of root's that its group may write, as a volume of Kubernetes is", () => {
    if (!isRoot) return expect(chooseAs({ dataDir: "/tmp", cluster: "/tmp/pg18" })).toBe("null");
    const given = makeDataDir();
    chownSync(given.dataDir, 0, group);
    chmodSync(given.dataDir, 0o2775);
    expect(chooseAs(given)).toBe("null");
    mkdirSync(given.cluster);
    chownSync(given.cluster, 4711, group);
    expect(chooseAs(given)).toBe("null");
  });

  test("refuses one that it may not write, and a cluster of somebody else in its own", () => {
    const refused = chooseAs({ dataDir: "/etc", cluster: "/etc/pg18" });
    expect(refused).toStartWith("/etc belongs to user 0, but the server runs as user ");
    if (!isRoot) return;
    const given = makeDataDir(4712);
    chmodSync(given.dataDir, 0o777);
    expect(chooseAs(given)).toStartWith(`${given.cluster} belongs to user 4712`);
  });
});

describe("findWall", () => {
  const stranger = { uid: 54321, gid: 54321 };
  const outer = join(folder.path, "outer");
  const dataDir = join(outer, "inner/data");
  mkdirSync(dataDir, { recursive: true });

  test("there is none where everybody may pass", () => {
    for (const path of [outer, join(outer, "inner")]) chmodSync(path, 0o711);
    expect(findWall(dataDir, stranger)).toBeNull();
  });

  test("the outermost folder that shuts the user out is it", () => {
    for (const path of [outer, join(outer, "inner")]) chmodSync(path, 0o700);
    expect(findWall(dataDir, stranger)).toBe(outer);
  });

  test("the owner of a closed folder passes", () => {
    for (const path of [outer, join(outer, "inner")]) chmodSync(path, 0o700);
    const self = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
    expect(findWall(dataDir, self)).toBeNull();
  });
});
