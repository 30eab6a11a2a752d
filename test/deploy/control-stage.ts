import { chmodSync, copyFileSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createFolder } from "#test/support/folder.ts";

const control = resolve(import.meta.dir, "../../deploy/tracker-analyticsctl");

/** A machine with the command, a program that says how it was run, and stand-ins for systemd. */
export interface ControlStage {
  /** The folder of the command and of the program. */
  bin: string;
  /** A folder to call it from. */
  home: string;
  standIn(name: string, script: string): void;
  spawn(words: string[], input?: string): Bun.Subprocess<"ignore" | Blob, "pipe", "pipe">;
  run(words: string[], input?: string): Promise<{ code: number; output: string; said: string }>;
  close(): void;
}

/**
 * What systemd does with what it is told, as far as it can be seen from the command: the folder, the
 * variables, a dollar for two. It prints the other words that it was given to its standard error.
 */
const systemdRun = `
for word; do
  case $word in
    --property=WorkingDirectory=*) cd "\${word#--property=WorkingDirectory=}" ;;
    --setenv=*) export "\${word#--setenv=}" ;;
    --unit=*) ;;
    --*) echo "$word" >&2 ;;
    *) break ;;
  esac
  shift
done
shift
for word; do
  shift
  set -- "$@" "$(printf %s "$word" | sed 's/\\$\\$/$/g')"
done
exec tracker-analytics "$@"`;

export function openControlStage(): ControlStage {
  const folder = createFolder("control");
  const path = (name: string) => join(realpathSync(folder.path), name);
  for (const name of ["bin", "home"]) mkdirSync(path(name));
  copyFileSync(control, path("bin/tracker-analyticsctl"));
  const standIn = (name: string, script: string) => {
    writeFileSync(path(`bin/${name}`), `#!/bin/sh\n${script}\n`);
    chmodSync(path(`bin/${name}`), 0o755);
  };
  standIn("systemd-run", systemdRun);
  // Root, and the service's user may go wherever the caller is.
  standIn("id", "echo 0");
  standIn("runuser", 'shift 3; exec "$@"');
  standIn("tracker-analytics", 'pwd; echo "$DATA_DIR"; for word; do echo "[$word]"; done');
  const spawn: ControlStage["spawn"] = (words, input) =>
    Bun.spawn(["tracker-analyticsctl", ...words], {
      cwd: path("home"),
      env: { PATH: `${path("bin")}:/usr/bin:/bin` },
      stdin: input === undefined ? "ignore" : new Blob([input]),
      stdout: "pipe",
      stderr: "pipe",
    });
  return {
    bin: path("bin"),
    home: path("home"),
    standIn,
    spawn,
    run: async (words, input) => {
      const child = spawn(words, input);
      const output = await new Response(child.stdout).text();
      const said = await new Response(child.stderr).text();
      return { code: await child.exited, output, said };
    },
    close: folder.remove,
  };
}
