import { readFileSync } from "node:fs";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { assetPath } from "#src/lib/assets.ts";

/** One step from a version of the tables to the next. */
export interface Migration {
  /** Shape: `0004_filters`, as its file is named. */
  name: string;
  /** What it is known by in a database. Units: ms since 1970, the moment it was written. */
  createdAt: number;
  hash: string;
  statements: string[];
  /** The first sentence of the comment at the head of its file. */
  summary: string;
}

/** The migrations that this program knows, the oldest first. */
export function readMigrations(): Migration[] {
  const migrationsFolder = assetPath("drizzle");
  const files = readMigrationFiles({ migrationsFolder });
  const journal = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, "utf8")) as {
    entries: { tag: string }[];
  };
  return files.map(({ folderMillis, hash, sql }, index) => ({
    name: journal.entries[index]?.tag ?? "",
    createdAt: folderMillis,
    hash,
    statements: sql,
    summary: summaryOf(sql[0] ?? ""),
  }));
}

function summaryOf(text: string): string {
  const lines = text.split("\n");
  const end = lines.findIndex((line) => !line.startsWith("--"));
  const comment = lines
    .slice(0, end)
    .map((line) => line.replace(/^--\s*/, ""))
    .join(" ");
  return /^.*?\.(?=\s|$)/.exec(comment)?.[0] ?? comment;
}
