import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

// The rules of the house that no other tool holds: see CONTRIBUTING.md.

const root = resolve(import.meta.dir, "..");
const lineCountMax = 300;

const ladder: Record<string, number> = {
  "src/main.ts": 8,
  "src/cli": 7,
  "src/http": 6,
  "src/jobs": 6,
  "src/dashboard": 5,
  "src/api": 5,
  "src/admin": 5,
  "src/account": 5,
  "src/reports": 5,
  "src/help": 5,
  "src/collect": 4,
  "src/stats": 4,
  "src/mail": 4,
  "src/doctor": 4,
  "src/sites": 3,
  "src/auth": 2,
  "src/db": 1,
  "src/config.ts": 0,
  "src/lib": 0,
};

interface Source {
  path: string;
  text: string;
  imports: string[];
}

const sources = await readSources();
const production = sources.filter(({ path }) => !/\.test\.tsx?$/.test(path));

async function readSources(): Promise<Source[]> {
  const found: Source[] = [];
  for (const folder of ["src", "views", "tracker", "test", "scripts"])
    for await (const name of new Bun.Glob("**/*.{ts,tsx,mjs}").scan({ cwd: join(root, folder) })) {
      const path = `${folder}/${name}`;
      const text = readFileSync(join(root, path), "utf8");
      const imports = [...text.matchAll(/(?:\bfrom|\bimport\()\s*["']([^"'\s]+)["']/g)].map(
        (match) => match[1] ?? "",
      );
      found.push({ path, text, imports });
    }
  return found;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
}

/** The room a file of `src/` belongs to: its folder, or itself at the top. */
function roomOf(path: string): string {
  const [top, second = ""] = path.split("/");
  return `${top}/${second}`;
}

function offences(check: (source: Source) => string[], among = production): string[] {
  return among.flatMap((source) => check(source).map((what) => `${source.path}: ${what}`));
}

describe("the import ladder", () => {
  test("each file imports only from a lower rung or its own room", () => {
    const climbs = offences(({ path, imports }) => {
      if (!path.startsWith("src/")) return [];
      const own = roomOf(path);
      return (
        imports
          .filter((name) => name.startsWith("#src/"))
          .map((name) => roomOf(name.slice(1)))
          // config.ts stands on the lowest rung with lib/, which imports nothing of ours.
          .filter((room) => room !== own && !(own === "src/config.ts" && room === "src/lib"))
          .filter((room) => (ladder[room] ?? 9) >= (ladder[own] ?? -1))
      );
    });
    expect(climbs).toEqual([]);
  });

  test("every room has its rung", () => {
    const rooms = new Set(production.map(({ path }) => roomOf(path)));
    const unknown = [...rooms].filter((room) => room.startsWith("src/") && !(room in ladder));
    expect(unknown).toEqual([]);
  });

  test("views see neither requests nor the database nor the environment", () => {
    const strays = offences(({ path, imports }) =>
      path.startsWith("views/") && !path.startsWith("views/islands/")
        ? imports.filter((name) => !/^(\.\/|#views\/|#src\/lib\/|preact)/.test(name))
        : [],
    );
    expect(strays).toEqual([]);
  });

  test("only the payload reads the wire contract", () => {
    const strays = offences(({ path, imports }) =>
      path.startsWith("src/") && path !== "src/collect/payload.ts"
        ? imports.filter((name) => name.startsWith("#tracker/"))
        : [],
    );
    expect(strays).toEqual([]);
  });

  test("no import climbs out of its folder by ../", () => {
    expect(offences(({ imports }) => imports.filter((name) => name.startsWith("../")))).toEqual([]);
  });
});

describe("the rules of a file", () => {
  test(`none is longer than ${lineCountMax} lines`, () => {
    const long = offences(({ text, path }) => {
      const lines = text.split("\n").length - 1;
      const isCatalogue = path.startsWith("views/messages/");
      return lines > lineCountMax && !isCatalogue ? [`${lines} lines`] : [];
    });
    expect(long).toEqual([]);
  });

  test("names are kebab-case nouns, and none of the names that say nothing", () => {
    const odd = sources
      .map(({ path }) => path)
      .filter(
        (path) =>
          !/^[a-z0-9/.-]+$/.test(path) ||
          /(^|\/)(utils?|helpers?|common|service|manager|index)(\/|\.)/.test(
            path.replace(/^views\/messages\/(en|fr)\/common\.ts$/, ""),
          ),
      );
    expect(odd).toEqual([]);
  });

  test("only config.ts reads the environment", () => {
    const readers = offences(({ path, text }) =>
      path.startsWith("src/") && path !== "src/config.ts" && path !== "src/lib/production.ts"
        ? (text.match(/(process|Bun)\.env\b/g) ?? [])
        : [],
    );
    expect(readers).toEqual([]);
  });

  test("SQL lives in its own rooms", () => {
    const strays = offences(({ path, text }) =>
      path.startsWith("src/") &&
      !/^src\/(db|stats|collect)\/|store\.ts$|^src\/cli\/demo\/|^src\/jobs\/run\.ts$/.test(path)
        ? (
            withoutComments(text).match(/`\s*(select|insert into|delete from|with)\s[^`]*`/g) ?? []
          ).filter((statement) => statement !== "`select 1`")
        : [],
    );
    expect(strays).toEqual([]);
    const raw = /\bsql\.raw\b/;
    expect(offences(({ text }) => (raw.test(text) ? ["sql.raw"] : []))).toEqual([]);
  });

  test("no test is skipped or alone", () => {
    const marks = /\b(?:test|it|describe)\.(?:skip|only|todo)\b/g;
    expect(offences(({ text }) => text.match(marks) ?? [], sources)).toEqual([]);
  });

  test("the exports of the core rooms say what they are", () => {
    const bare = offences(({ path, text }) => {
      if (!/^src\/(collect|stats|auth|db|lib)\//.test(path)) return [];
      const exported =
        /(^|\n)(?<above>[^\n]*)\nexport (?:async )?(?:function|class|const) (?<name>\w+)/g;
      return [...text.matchAll(exported)]
        .filter(({ groups }) => !/\*\/\s*$|^\s*\/\//.test(groups?.above ?? ""))
        .map(({ groups }) => `${groups?.name} has no docstring`);
    });
    expect(bare).toEqual([]);
  });
});

describe("the repository", () => {
  test("versions are exact", () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    ) as Record<string, Record<string, string>>;
    const loose = Object.entries({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  test("the lock file names no registry", () => {
    expect(readFileSync(join(root, "bun.lock"), "utf8")).not.toMatch(/https?:\/\//);
  });
});
