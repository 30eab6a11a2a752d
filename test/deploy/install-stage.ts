import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { hostTarget } from "#scripts/prepare/target.ts";
import { createFolder } from "#test/support/folder.ts";

const root = resolve(import.meta.dir, "../..");
const installer = join(root, "deploy/install.sh");

/** The program's name in a release for this machine. */
export const released = `tracker-analytics-${hostTarget()}`;

/** A server with releases, a machine to install on, and what was written there. */
export interface InstallStage {
  url: string;
  /** Puts a release on the server; `change` is done to its files after they were summed up. */
  publish(version: string, change?: (files: Map<string, string>) => void): void;
  /** A program of the machine that answers as it is told, and notes how it was called. */
  standIn(name: string, script: string): void;
  run(words?: string[], env?: Record<string, string>): Promise<{ code: number; output: string }>;
  /** What is below the prefix: the installed program, and nothing that was left behind. */
  installed(): string[];
  /** What the installed program says that it is. */
  version(): string;
  /** How the stand-ins were called, in order. */
  calls(): string[];
  path(name: string): string;
  requests: string[];
  close(): void;
}

const script = (version: string) => `#!/bin/sh\necho "tracker-analytics ${version}"\n`;

/** Serves releases of small scripts over HTTP, and installs them into a folder of its own. */
export function openInstallStage(): InstallStage {
  const folder = createFolder("install");
  const path = (name: string) => join(folder.path, name);
  for (const name of ["www", "bin", "prefix", "units", "home"]) mkdirSync(path(name));
  const requests: string[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      requests.push(pathname);
      const file = path(`www${pathname}`);
      return existsSync(file) ? new Response(Bun.file(file)) : new Response(null, { status: 404 });
    },
  });
  const url = `http://127.0.0.1:${server.port}/releases`;
  const program = path("prefix/bin/tracker-analytics");
  return {
    url,
    requests,
    path,
    publish: (version, change) => {
      const deployed = ["tracker-analytics.service", "tracker-analyticsctl"];
      const files = new Map([
        [released, script(version)],
        ...deployed.map(
          (name) => [name, readFileSync(join(root, "deploy", name), "utf8")] as const,
        ),
      ]);
      const sums = [...files].map(([name, text]) => `${sumOf(text)}  ${name}\n`).join("");
      files.set("SHA256SUMS", sums);
      change?.(files);
      const at = path(`www/releases/v${version}`);
      rmSync(at, { recursive: true, force: true });
      mkdirSync(at, { recursive: true });
      for (const [name, text] of files) writeFileSync(join(at, name), text);
    },
    standIn: (name, text) => {
      const body = `#!/bin/sh\necho "${name} $*" >> '${path("calls")}'\n${text}\n`;
      writeFileSync(path(`bin/${name}`), body);
      chmodSync(path(`bin/${name}`), 0o755);
    },
    run: async (words = [], env = {}) => {
      const all = [installer, "--prefix", path("prefix"), ...words];
      const child = spawn("/bin/sh", all, {
        cwd: folder.path,
        env: {
          PATH: `${path("bin")}:/usr/bin:/bin`,
          HOME: path("home"),
          TMPDIR: path("home"),
          TRACKER_URL: url,
          UNIT_DIR: path("units"),
          ...env,
        },
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => {
          output += chunk.toString();
        });
      const [code] = (await once(child, "close")) as [number];
      return { code, output };
    },
    installed: () =>
      readdirSync(path("prefix"), { recursive: true, encoding: "utf8" })
        .concat(readdirSync(path("home")))
        .sort(),
    version: () => spawnSync(program, ["--version"]).stdout?.toString().trim() ?? "",
    calls: () =>
      existsSync(path("calls")) ? readFileSync(path("calls"), "utf8").trim().split("\n") : [],
    close: () => {
      void server.stop(true);
      folder.remove();
    },
  };
}

function sumOf(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}
