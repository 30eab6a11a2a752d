import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildBinary } from "./build.ts";
import { readLockFile } from "./notices/lock-file.ts";
import { writeNotices } from "./notices/notices.ts";
import { listParts } from "./notices/parts.ts";
import { fetchPostgresPackages } from "./prepare/packages.ts";
import {
  BuildError,
  hostTarget,
  parseTarget,
  root,
  runScript,
  type Target,
  targets,
} from "./prepare/target.ts";
import { writeSbom } from "./release/sbom.ts";

interface ReleaseOptions {
  outDir: string;
  targets: readonly Target[];
  /** zstd level of the database's archive. */
  level: number;
  /** Where releases will lie, for install.sh; null leaves that to who runs it. */
  url: string | null;
}

/**
 * Makes everything that a release consists of in a folder of its own, and returns the names in the
 * order of `SHA256SUMS`, which is written last: a folder with it is whole.
 */
export async function release({ outDir, targets, level, url }: ReleaseOptions): Promise<string[]> {
  const { version } = readDescription();
  // First, because a licence that is not agreed to ends it.
  const notices = writeNotices();
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  for (const target of targets)
    await buildBinary({ outFile: join(outDir, `tracker-analytics-${target}`), target, level });
  writeFileSync(join(outDir, "THIRD-PARTY-NOTICES.txt"), notices);
  const { wanted } = readLockFile();
  const sbom = writeSbom({ version, parts: listParts(), wanted, madeAt: commitTime() });
  writeFileSync(join(outDir, "sbom.cdx.json"), sbom);
  writeFileSync(join(outDir, "install.sh"), addressInstaller(version, url));
  const service = ["tracker-analytics.service", "tracker-analyticsctl"];
  for (const name of service) copyFileSync(join(root, "deploy", name), join(outDir, name));
  const programs = targets.map((target) => `tracker-analytics-${target}`);
  const rest = ["THIRD-PARTY-NOTICES.txt", "install.sh", "sbom.cdx.json", ...service];
  const names = [...programs, ...rest].sort();
  const sums = names.map((name) => `${hashOf(join(outDir, name))}  ${name}\n`);
  writeFileSync(join(outDir, "SHA256SUMS"), sums.join(""));
  return names;
}

/** The installer of a release knows which one it belongs to, and where that lies. */
function addressInstaller(version: string, url: string | null): string {
  const text = readFileSync(join(root, "deploy/install.sh"), "utf8");
  if (url && !/^https:\/\/[\w.:/~-]+$/.test(url))
    throw new BuildError(`--url must look like https://example.com/releases, not "${url}".`);
  return text
    .replace("release_version=''", `release_version='${version}'`)
    .replace("release_url=''", `release_url='${url ?? ""}'`);
}

function hashOf(path: string): string {
  return new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex");
}

function readDescription(): { version: string } {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
}

/** Without history, as in an archive of the source, a time that says that there is none. */
function commitTime(): Date {
  const { stdout } = spawnSync("git", ["log", "-1", "--format=%ct"], {
    cwd: root,
    encoding: "utf8",
  });
  return new Date(Number.parseInt(stdout ?? "", 10) * 1000 || 0);
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      target: { type: "string", multiple: true, default: [...targets] },
      out: { type: "string", default: join(root, "dist/release") },
      level: { type: "string", default: "19" },
      url: { type: "string" },
    },
  });
  const wanted = values.target.map(parseTarget);
  if (wanted.some((target) => target !== hostTarget())) fetchPostgresPackages();
  const outDir = resolve(values.out);
  const { level, url = null } = values;
  const names = await release({ outDir, targets: wanted, level: Number(level), url });
  for (const name of [...names, "SHA256SUMS"]) {
    const { size } = statSync(join(outDir, name));
    console.log(`${(size / 1e6).toFixed(1).padStart(7)} MB  ${relative(root, join(outDir, name))}`);
  }
}

if (import.meta.main) await runScript(run);
