import { describe, expect, test } from "bun:test";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { isOpaque } from "./migration-work.ts";
import { readMigrations } from "./migrations.ts";

// A migration that is on main has been done to databases. Edited, it would be done to none of them,
// and new ones would be different for ever: so `drizzle/meta/hashes.json` says what each was.

const root = resolve(import.meta.dir, "../..");

interface Journal {
  entries: { tag: string; when: number }[];
}

function readJournal(text: string): Journal["entries"] {
  return (JSON.parse(text) as Journal).entries;
}

function git(folder: string, ...words: string[]): string | null {
  const done = Bun.spawnSync(["git", "-C", folder, ...words]);
  return done.success ? done.stdout.toString() : null;
}

/** What is not as it was in a release: each tag has to be one of the versions that are upgraded. */
function departures(folder: string): string[] {
  const ours = readMigrations();
  const tags = (git(folder, "tag", "--list") ?? "").split("\n").filter(Boolean);
  return tags.flatMap((tag) => {
    const journal = git(folder, "show", `${tag}:drizzle/meta/_journal.json`);
    return readJournal(journal ?? '{"entries": []}').flatMap((entry, index) => {
      const text = git(folder, "show", `${tag}:drizzle/${entry.tag}.sql`) ?? "";
      const hash = new Bun.CryptoHasher("sha256").update(text).digest("hex");
      const same = ours[index];
      const isSame =
        same?.name === entry.tag && same.createdAt === entry.when && same.hash === hash;
      return isSame ? [] : [`${tag}: ${entry.tag}`];
    });
  });
}

describe("a migration", () => {
  const migrations = readMigrations();

  test("is never edited once it is on main: its hash is that of hashes.json", () => {
    const path = join(root, "drizzle/meta/hashes.json");
    const recorded = JSON.parse(readFileSync(path, "utf8")) as Record<string, string>;
    expect(Object.fromEntries(migrations.map(({ name, hash }) => [name, hash]))).toEqual(recorded);
  });

  test("comes after those before it, which is how a database tells them apart", () => {
    const moments = migrations.map(({ createdAt }) => createdAt);
    expect(moments).toEqual([...new Set(moments)].toSorted((a, b) => a - b));
  });

  test("says what it does in the first sentence of its file", () => {
    for (const { summary } of migrations) expect(summary).toMatch(/^[A-Z].{20,}\.$/);
    expect(migrations[1]?.summary).toBe(
      "A list instead of a set: a mark that is set while its day is being computed has to wait for nobody.",
    );
  });

  test("declares what it does to tables where its statements do not tell", () => {
    // This one changes settings of tables only.
    const silent = migrations
      .filter(({ name }) => name !== "0007_upkeep")
      .filter(({ statements }) => statements.some(isOpaque))
      .filter(({ statements }) => !/^-- (reads|indexes|rewrites): /m.test(statements.join("\n")));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test("is the same in every release", () => {
    expect(departures(root)).toEqual([]);
  });

  test("would be found out if it had been another one in a release", () => {
    const folder = createFolder("releases");
    cpSync(join(root, "drizzle"), join(folder.path, "drizzle"), { recursive: true });
    const commit = (tag: string) => {
      const who = ["-c", "user.name=a", "-c", "user.email=a@x.example"];
      git(folder.path, "add", "drizzle");
      git(folder.path, ...who, "commit", "-m", tag);
      git(folder.path, "tag", tag);
    };
    git(folder.path, "init");
    commit("v1");
    expect(git(folder.path, "tag", "--list")).toBe("v1\n");
    expect(departures(folder.path)).toEqual([]);
    writeFileSync(join(folder.path, "drizzle/0001_stale_days.sql"), "-- Something else.\n");
    commit("v2");
    expect(departures(folder.path)).toEqual(["v2: 0001_stale_days"]);
    folder.remove();
  });
});
