import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installBinary } from "#test/support/binary.ts";
import { type FaultStage, setFaultStage } from "#test/support/fault-stage.ts";
import { createFolder } from "#test/support/folder.ts";
import { freePort } from "#test/support/port.ts";
import { runToEnd, startServerProcess } from "#test/support/server-process.ts";
import { mountSmallDisk } from "#test/support/small-disk.ts";

// What a data folder may be like when a server is started on it.
const maxMs = 240_000;
const isRoot = process.getuid?.() === 0;
/** A user that no file of the system knows, as `docker run --user` gives it. */
const unknownUid = 54_321;

describe("lock files of a server that was killed", () => {
  let stage: FaultStage;
  let stranger: ChildProcess;
  beforeAll(async () => {
    stage = await setFaultStage();
    const { uid, gid } = statSync(join(stage.folder, "data/pg18"));
    // Of the same user as PostgreSQL, which takes only those for a server like itself.
    stranger = spawn("sleep", ["3000"], { ...(isRoot && { uid, gid }), stdio: "ignore" });
  }, maxMs);
  afterAll(async () => {
    stranger?.kill();
    await stage?.end();
  }, maxMs);

  const pidOf = {
    "a process that is gone": () => 4_190_000,
    "a stranger who got the number": () => stranger.pid,
    "nobody, as a power cut has emptied them": () => null,
  };
  test.each(Object.keys(pidOf) as (keyof typeof pidOf)[])(
    "that name %s keep no server from starting, and hurt nobody",
    async (who) => {
      const load = stage.load();
      await Bun.sleep(1_000);
      // Or it might begin another database before it is killed itself.
      process.kill(stage.server.pid, "SIGSTOP");
      stage.signalDatabase("SIGKILL");
      await stage.server.end("SIGKILL");
      const { acked } = await load.stop();
      leaveLocks(join(stage.folder, "data"), pidOf[who]() ?? null);
      await stage.restart();
      await stage.drained();
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
      expect(acked.length).toBeGreaterThan(20);
      expect(await stage.audit(acked)).toEqual({ lost: 0, doubled: 0 });
    },
    maxMs,
  );
});

/** The server's own lock file, and those of PostgreSQL's folder and socket. */
function leaveLocks(data: string, pid: number | null): void {
  const lines = [pid, join(data, "pg18"), 1, 5432, join(data, "run"), "", " 1 1", "ready   ", ""];
  const text = pid === null ? "" : lines.join("\n");
  writeFileSync(join(data, "instance.lock"), pid === null ? "" : `${pid}\n`);
  writeFileSync(join(data, "pg18/postmaster.pid"), text);
  mkdirSync(join(data, "run"), { recursive: true });
  writeFileSync(join(data, "run/.s.PGSQL.5432.lock"), text);
}

describe("whoever starts the server", () => {
  test.each([
    ["root", {}],
    ["a user without a name and a home", { uid: unknownUid }],
  ])(
    "may be %s: the database never runs as root",
    async (_, given) => {
      const place = createFolder("starter");
      chmodSync(place.path, 0o777);
      const program = await installBinary(place.path);
      const words = ["--port", "0", "--host", "127.0.0.1"];
      const command = ["/usr/bin/env", "-u", "HOME", program, ...words];
      const server = await startServerProcess({
        command,
        cwd: place.path,
        ...(isRoot ? given : {}),
      });
      try {
        expect((await fetch(`${server.origin}/health`)).status).toBe(200);
        const { uid } = statSync(join(place.path, "data/pg18"));
        expect(uid).not.toBe(0);
        if (isRoot && "uid" in given) expect(uid).toBe(unknownUid);
      } finally {
        expect(await server.end()).toBe(0);
        place.remove();
      }
    },
    maxMs,
  );
});

describe("a disk on which no database can begin", () => {
  test.each([
    [
      "read-only",
      64,
      /^tracker-analytics: The data folder \S+ cannot be used: the file system is read-only/,
    ],
    ["full", 8, /^tracker-analytics: The data folder \S+ cannot be used: the disk is full/],
  ] as const)(
    "is called %s in one sentence",
    async (what, sizeMb, says) => {
      const place = createFolder("no-disk");
      const disk = mountSmallDisk(join(place.path, "disk"), sizeMb);
      if (what === "read-only") disk?.setReadOnly();
      const program = await installBinary(place.path);
      // Where nobody may mount a disk, a file is in its place.
      if (!disk) {
        mkdirSync(join(place.path, "disk"), { recursive: true });
        writeFileSync(join(place.path, "disk/data"), "");
      }
      const env = { DATA_DIR: join(place.path, "disk/data") };
      const command = [program, "--host", "127.0.0.1", "--port", String(freePort())];
      const { code, output } = await runToEnd({ command, cwd: place.path, env });
      disk?.end();
      place.remove();
      expect(output.trim().split("\n")).toHaveLength(1);
      expect(output).toMatch(
        disk ? says : /^tracker-analytics: The data folder \S+ cannot be used: a file/,
      );
      expect(code).toBe(1);
    },
    maxMs,
  );
});
