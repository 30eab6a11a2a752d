import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { withLock } from "#scripts/prepare/stamp.ts";
import { hostTarget } from "#scripts/prepare/target.ts";

/** A Chromium to test with, and the flags that it needs beyond those of every test. */
interface BrowserChoice {
  path: string;
  args: string[];
  /** It is the packed one, a shell: it keeps no page that was left, and no tab lies behind another. */
  isShell: boolean;
}

const root = resolve(import.meta.dir, "../..");
const packed = join(root, "node_modules/@sparticuz/chromium");
const known = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macApp = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

let choice: Promise<BrowserChoice> | undefined;

/**
 * Finds a browser: `CHROMIUM_PATH`, else one of this machine, else the one that comes with the
 * packages, which is unpacked the first time.
 * Errors: one sentence that says what to install.
 */
export function browserPath(): Promise<BrowserChoice> {
  choice ??= chooseBrowser();
  return choice;
}

async function chooseBrowser(): Promise<BrowserChoice> {
  const { CHROMIUM_PATH } = Bun.env;
  if (CHROMIUM_PATH) {
    if (starts(CHROMIUM_PATH)) return { path: CHROMIUM_PATH, args: [], isShell: false };
    throw new Error(`CHROMIUM_PATH names ${CHROMIUM_PATH}, which does not start.`);
  }
  const installed = [...known.map((name) => Bun.which(name)), macApp];
  const path = installed.find((candidate) => candidate && existsSync(candidate));
  if (path) return { path, args: [], isShell: false };
  if (hostTarget() !== "linux-x64" || !existsSync(packed))
    throw new Error("The tests need a browser: install Chromium or Chrome, or set CHROMIUM_PATH.");
  const unpacked = await unpackBrowser();
  if (starts(unpacked)) return { path: unpacked, args: [], isShell: true };
  throw new Error(
    "The packed browser does not start here: install Chromium, or set CHROMIUM_PATH.",
  );
}

function starts(path: string): boolean {
  return spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0;
}

/** Unpacks the browser with its own libraries and fonts; a script beside it makes it find them. */
async function unpackBrowser(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packed, "package.json"), "utf8")) as {
    version: string;
  };
  const folder = join(root, "build/browser", version);
  const start = join(folder, "start");
  await withLock(join(root, "build/browser/lock"), async () => {
    if (existsSync(start)) return;
    const draft = `${folder}.new`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft);
    for (const name of ["al2023", "fonts", "swiftshader"])
      await new Bun.Archive(unpack(`${name}.tar.br`)).extract(draft);
    await writeFile(join(draft, "chromium"), unpack("chromium.br"));
    await writeFile(join(draft, "fonts.conf"), fontsConf(folder));
    await writeFile(join(draft, "start"), startScript(folder));
    for (const name of ["chromium", "start"]) chmodSync(join(draft, name), 0o755);
    renameSync(draft, folder);
  });
  return start;
}

function unpack(name: string) {
  return brotliDecompressSync(readFileSync(join(packed, "bin", name)));
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}

function startScript(folder: string): string {
  return `#!/bin/sh
export LD_LIBRARY_PATH='${folder}/lib' FONTCONFIG_PATH='${folder}'
exec '${folder}/chromium' "$@"
`;
}

if (import.meta.main) {
  await browserPath().catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
}
