import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { readStamps, stampOf, withLock, writeStamps } from "./prepare/stamp.ts";
import {
  BuildError,
  hostTarget,
  postgresPackage,
  root,
  runScript,
  type Target,
} from "./prepare/target.ts";

interface PrepareOptions {
  /** zstd level of the database's archive: 3 for a checkout, 19 for a release. */
  level?: number;
  target?: Target;
  outDir?: string;
}

/** One thing that the server carries. Shape: `names` are its files or folders in the assets. */
interface Part {
  names: string[];
  /** Files and folders below the checkout that it is made from. */
  inputs: string[];
  settings?: unknown;
  /** Writes the names into an empty folder. */
  build(folder: string): Promise<void> | void;
}

const geoPackage = "node_modules/@ip-location-db/geo-whois-asn-country-mmdb";

/** Where a checkout keeps its assets; src/lib/assets.ts reads them there. */
export const checkoutAssets = join(root, "build/assets");

/**
 * Makes everything that the server carries, so that it runs from a checkout or can be compiled.
 * A part whose inputs are unchanged is left as it is; a run with nothing to do takes 50 ms.
 */
export async function prepare(options: PrepareOptions = {}): Promise<void> {
  const { level = 3, target = hostTarget(), outDir = checkoutAssets } = options;
  mkdirSync(outDir, { recursive: true });
  const stampFile = `${outDir}.stamps.json`;
  await withLock(`${outDir}.lock`, async () => {
    const stamps = readStamps(stampFile);
    for (const part of listParts(target, level)) {
      const key = part.names.join("+");
      const stamp = stampOf(part.inputs, part.settings ?? null);
      const isPresent = part.names.every((name) => existsSync(join(outDir, name)));
      if (stamps[key] === stamp && isPresent) continue;
      await replacePart(part, outDir);
      stamps[key] = stamp;
      writeStamps(stampFile, stamps);
    }
  });
}

function listParts(target: Target, level: number): Part[] {
  const scripts = "scripts/prepare";
  return [
    {
      names: ["postgres.tar.zst", "postgres.json"],
      inputs: [
        join(relative(root, postgresPackage(target)), "package.json"),
        ...["postgres", "postgres-files", "postgres-template"].map((n) => `${scripts}/${n}.ts`),
      ],
      settings: { target, level },
      build: async (outDir) => {
        const { buildPostgres } = await import("./prepare/postgres.ts");
        await buildPostgres({ target, level, outDir });
      },
    },
    {
      names: ["geo-country.mmdb"],
      inputs: [`${geoPackage}/package.json`],
      build: copyGeo,
    },
    copyPart("drizzle"),
    copyPart("public"),
    {
      names: ["web"],
      inputs: ["views", `${scripts}/web.ts`, "bun.lock"],
      build: async (folder) => {
        const { buildWeb } = await import("./prepare/web.ts");
        await buildWeb(makeFolder(folder, "web"));
      },
    },
    {
      names: ["flags"],
      inputs: [`${scripts}/flags.ts`, "bun.lock"],
      build: async (folder) => {
        const { buildFlags } = await import("./prepare/flags.ts");
        buildFlags(makeFolder(folder, "flags"));
      },
    },
    {
      names: ["world-map.json"],
      inputs: [
        ...["world-map", "topology", "equal-earth", "country-codes"].map(
          (name) => `${scripts}/${name}.ts`,
        ),
        "bun.lock",
      ],
      build: async (folder) => {
        const { buildWorldMap } = await import("./prepare/world-map.ts");
        buildWorldMap(join(folder, "world-map.json"));
      },
    },
    {
      names: ["tracker"],
      inputs: ["tracker", "src/lib/tracker-variant.ts", `${scripts}/tracker.ts`, "bun.lock"],
      build: async (folder) => {
        const { buildTracker } = await import("./prepare/tracker.ts");
        await buildTracker(makeFolder(folder, "tracker"));
      },
    },
    {
      names: ["help"],
      inputs: [
        ...["docs/help", "views/messages", "views/components", "views/help/contents.ts"],
        ...["src/help/placeholders.ts", "src/lib/fold.ts"],
        ...["help.ts", "help-page.tsx"].map((name) => `${scripts}/${name}`),
      ],
      build: async (folder) => {
        const { buildHelp } = await import("./prepare/help.ts");
        buildHelp(makeFolder(folder, "help"));
      },
    },
    {
      names: ["notices.txt"],
      inputs: ["bun.lock", "package.json", "LICENSE", "scripts/notices"],
      build: async (folder) => {
        const { writeNotices } = await import("./notices/notices.ts");
        writeFileSync(join(folder, "notices.txt"), writeNotices());
      },
    },
    {
      names: ["build.json"],
      inputs: [],
      settings: describeBuild(),
      build: (folder) => writeFileSync(join(folder, "build.json"), JSON.stringify(describeBuild())),
    },
  ];
}

function copyPart(name: string): Part {
  return {
    names: [name],
    inputs: [name],
    build: (folder) => {
      makeFolder(folder, name);
      // A checkout has no folder for files that do not exist yet.
      if (!existsSync(join(root, name))) return;
      const filter = (source: string) => !basename(source).startsWith(".");
      cpSync(join(root, name), join(folder, name), { recursive: true, filter });
    },
  };
}

function copyGeo(folder: string): void {
  const source = join(root, geoPackage, "geo-whois-asn-country.mmdb");
  if (!existsSync(source))
    throw new BuildError("The country database is missing: run `bun install --frozen-lockfile`.");
  copyFileSync(source, join(folder, "geo-country.mmdb"));
}

function makeFolder(folder: string, name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name);
}

/** Built beside its place and then moved, so that a run that is cut short leaves the old one. */
async function replacePart(part: Part, outDir: string): Promise<void> {
  const work = join(dirname(outDir), `.${basename(outDir)}-work`);
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  try {
    await part.build(work);
    for (const name of part.names) {
      rmSync(join(outDir, name), { recursive: true, force: true });
      renameSync(join(work, name), join(outDir, name));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function describeBuild(): { version: string; commit: string | null } {
  const text = readFileSync(join(root, "package.json"), "utf8");
  const { version } = JSON.parse(text) as { version: string };
  const git = spawnSync("git", ["rev-parse", "--short=12", "HEAD"], {
    cwd: root,
    encoding: "utf8",
  });
  return { version, commit: git.status === 0 ? git.stdout.trim() : null };
}

if (import.meta.main) await runScript(prepare);
