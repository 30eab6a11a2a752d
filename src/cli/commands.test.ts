import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { startEmbedded } from "#src/db/embedded/start.ts";
import { installBinary } from "#test/support/binary.ts";
import { createFolder } from "#test/support/folder.ts";
import { freePort } from "#test/support/port.ts";
import { runToEnd, type ServerProcess, startServerProcess } from "#test/support/server-process.ts";

const maxMs = 120_000;
const email = "anna@agency.example";
const password = "correct horse battery";

let folder: ReturnType<typeof createFolder>;
let program: string;
/** That of the server which runs, for the commands that ask it. */
let port = "";
beforeAll(async () => {
  folder = createFolder("commands");
  program = await installBinary(folder.path);
}, maxMs);
afterAll(() => folder.remove(), maxMs);

function run(...words: string[]) {
  return runToEnd({ command: [program, ...words, "--port", port], cwd: folder.path });
}

function post(url: string, fields: Record<string, string>, cookie = ""): Promise<Response> {
  const headers = { "sec-fetch-site": "same-origin", cookie };
  const body = new URLSearchParams(fields);
  return fetch(url, { method: "POST", redirect: "manual", headers, body });
}

async function signIn({ origin }: ServerProcess, secret: string): Promise<string | null> {
  const response = await post(`${origin}/sign-in`, { email, password: secret });
  return response.headers.get("set-cookie")?.split(";")[0] ?? null;
}

/** The admin, with a new password, since a test before has given them another. */
async function signedInAs(server: ServerProcess): Promise<{ cookie: string }> {
  const { output } = await run("user", "reset-password", email);
  const given = /is (\S{43})$/.exec(output.trim())?.[1] ?? "";
  return { cookie: (await signIn(server, given)) ?? "" };
}

describe("demo", () => {
  let server: ServerProcess;
  beforeAll(async () => {
    const command = [program, "demo", "--port", "0"];
    const env = { LOG_LEVEL: "error" };
    // A quarter of a minute; on a machine that does much else it takes several times as long.
    server = await startServerProcess({ command, cwd: folder.path, env, readyMaxMs: 110_000 });
    ({ port } = new URL(server.origin));
  }, maxMs);
  afterAll(() => server?.end(), maxMs);

  test("tells at any level of the log where it is, and how the first admin gets in", async () => {
    await fetch(`${server.origin}/sign-in`);
    expect(server.setupUrl).toMatch(/\/setup\/\S{43}$/);
    expect(server.output()).not.toContain('"page"');
  });

  test("fills a year within two minutes, saying how far it is, and serves it", async () => {
    expect(server.output()).toMatch(/Filling demo\.example: 0 %[\s\S]*: 50 %[\s\S]*: 100 %/);
    expect(server.output()).toMatch(/demo\.example has \d{3},\d{3} events/);
    const created = await post(server.setupUrl ?? "", { name: "Anna", email, password });
    expect(created.headers.get("location")).toBe("/sites");
    const cookie = created.headers.get("set-cookie")?.split(";")[0] ?? "";
    const page = await fetch(`${server.origin}/sites/demo.example?period=12mo`, {
      headers: { cookie },
    });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain("Fernside Coffee");
    expect(
      Number(/tile-value" title="([\d,]+)"/.exec(html)?.[1]?.replaceAll(",", "")),
    ).toBeGreaterThan(50_000);
  }, 30_000);

  test(
    "doctor asks the server that runs, and says that it works",
    async () => {
      const { code, output } = await run("doctor", "--json");
      expect(code).toBe(0);
      const { healthy, checks } = JSON.parse(output) as {
        healthy: boolean;
        checks: { id: string; state: string; what: string }[];
      };
      expect(healthy).toBe(true);
      const statesOf = (id: string) =>
        checks.filter((one) => one.id === id).map(({ state }) => state);
      for (const id of ["server", "database", "migrations", "jobs", "counting", "spool"])
        expect([id, statesOf(id)]).toEqual([id, ["ok"]]);
      expect((await run("doctor", "--strict")).output).toMatch(
        /^Failures: 0, warnings: \d+, hints: \d+\.$/m,
      );
    },
    maxMs,
  );

  test("the compiled program writes its metrics for who asks on this machine", async () => {
    const response = await fetch(`${server.origin}/metrics`);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).toContain("tracker_build_info{version=");
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \S+$/m);
  });

  test(
    "healthcheck asks the server that runs",
    async () => {
      let said = await run("healthcheck");
      // A database that does not answer within a second counts as away, as on a busy machine.
      for (let times = 0; said.output.includes("degraded: database") && times < 20; times++)
        said = await run("healthcheck");
      expect(said).toEqual({ code: 0, output: "healthy\n" });
    },
    maxMs,
  );

  test(
    "user reset-password lets in whoever has forgotten theirs, and ends every session",
    async () => {
      const cookie = (await signIn(server, password)) ?? "";
      const { code, output } = await run("user", "reset-password", email);
      expect(code).toBe(0);
      const given = /is (\S{43})$/.exec(output.trim())?.[1] ?? "";
      expect(await signIn(server, password)).toBeNull();
      expect(await signIn(server, given)).not.toBeNull();
      const options = { redirect: "manual", headers: { cookie } } as const;
      const page = await fetch(`${server.origin}/sites`, options);
      expect(page.status).toBe(303);
    },
    maxMs,
  );

  test(
    "user add invites somebody by a link that opens the server, with the sites that were named",
    async () => {
      const address = "carla@shop.example";
      const call = ["user", "add", address, "--name", "Carla", "--site", "demo.example"];
      const { code, output } = await run(...call, "--public-url", server.origin);
      expect(code).toBe(0);
      const link = /\n(http\S+\/password\/[\w-]{43})\n$/.exec(output)?.[1] ?? "";
      expect(link).toStartWith(server.origin);
      const page = await fetch(link);
      expect(page.status).toBe(200);
      expect((await run("user", "list")).output).toContain(
        "carla@shop.example  client  invited  demo.example\n",
      );
      expect((await run(...call)).output).toContain("There is an account carla@shop.example");
      const nowhere = await run("user", "add", "b@shop.example", "--site", "nowhere.example");
      expect(nowhere).toMatchObject({ code: 1 });
      expect(nowhere.output).toContain("There is no site nowhere.example.");
      const owner = await run("user", "add", "b@shop.example", "--role", "owner");
      expect(owner.output).toContain("--role must be admin or client");
      expect((await run("user", "list")).output).not.toContain("b@shop.example");
    },
    maxMs,
  );

  test(
    "user disable and enable follow the rules of the pages",
    async () => {
      const { code, output } = await run("user", "disable", email);
      expect(code).toBe(1);
      expect(output).toContain(`${email} is the only admin who can sign in.`);
      const address = "carla@shop.example";
      expect((await run("user", "disable", address)).code).toBe(0);
      expect((await run("user", "list")).output).toContain(`${address}  client  disabled`);
      expect((await run("user", "enable", address)).code).toBe(0);
      const { cookie } = await signedInAs(server);
      const log = await fetch(`${server.origin}/admin/audit`, { headers: { cookie } });
      const text = (await log.text()).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
      for (const what of ["Invited somebody", "Disabled an account", "Enabled an account"])
        expect(text).toMatch(new RegExp(`the server ${what} .*carla@shop.example`));
    },
    maxMs,
  );

  test(
    "user reset-password also takes the second factor away, when it is told to",
    async () => {
      const odd = await run("user", "reset-password", email, "--two-factor", "on");
      expect(odd.output).toContain("--two-factor can only be off here");
      const { code } = await run("user", "reset-password", email, "--two-factor", "off");
      expect(code).toBe(0);
    },
    maxMs,
  );

  test("user says whom it does not know, and what it does not understand", async () => {
    const missing = await run("user", "reset-password", "nobody@x.example");
    expect(missing).toEqual({
      code: 1,
      output: "tracker-analytics: There is no account nobody@x.example.\n",
    });
    expect((await run("user", "delete", email)).code).toBe(2);
  });

  test(
    "rebuild computes the figures anew, also while the server runs",
    async () => {
      const { code, output } = await run(
        "rebuild",
        "--site",
        "demo.example",
        "--from",
        "2026-01-01",
      );
      expect(output).toContain("Rebuilding: 100 %");
      expect(code).toBe(0);
      expect((await run("rebuild", "--site", "nowhere.example")).output).toContain(
        "There is no site nowhere.example.",
      );
      expect((await run("rebuild", "--from", "2026-02-30")).output).toContain(
        "--from must be a day",
      );
    },
    maxMs,
  );
});

describe("site", () => {
  test(
    "adds a site and prints its snippet, lists it, and deletes it with a bar",
    async () => {
      const own = createFolder("site");
      const call = (...words: string[]) =>
        runToEnd({ command: [program, "site", ...words], cwd: own.path });
      const added = await call(
        ...["add", "https://www.Shop.example/", "--name", "A shop", "--time-zone", "Europe/Paris"],
      );
      expect(added.code).toBe(0);
      expect(added.output).toMatch(
        /shop\.example is there[\s\S]*<script defer src="http:\/\/localhost:3000\/[a-z0-9]{12}\.js">/,
      );
      expect(await call("list")).toEqual({
        code: 0,
        output: "shop.example\tA shop\tEurope/Paris\n",
      });
      expect(await call("add", "shop.example")).toMatchObject({ code: 1 });
      expect((await call("add", "b.example", "--time-zone", "Mars/Base")).output).toContain(
        "--time-zone must be one such as Europe/Paris",
      );
      expect((await call("delete", "shop.example")).output).toContain("Say --yes to delete it.");
      expect((await call("delete", "shop.example.evil", "--yes")).output).toContain(
        "There is no site shop.example.evil.",
      );
      const deleted = await call("delete", "shop.example", "--yes");
      expect(deleted.output).toContain("Deleting shop.example: 100 %");
      expect(deleted.code).toBe(0);
      expect(await call("list")).toEqual({ code: 0, output: "" });
      expect((await call("rename", "shop.example")).output).toContain("Say what:");
      own.remove();
    },
    maxMs,
  );
});

describe("migrate", () => {
  test(
    "starts the database of a folder and stops it again",
    async () => {
      const own = createFolder("migrate");
      const dataDir = join(own.path, "data");
      const options = { dataDir, runtimeDir: null, databaseUser: null, log: () => {} };
      await (await startEmbedded(options)).stop();
      const call = { command: [program, "migrate"], cwd: own.path };
      const done = { code: 0, output: `The database in ${dataDir} is up to date.\n` };
      expect(await runToEnd(call)).toEqual(done);
      expect(await runToEnd(call)).toEqual(done);
      own.remove();
    },
    maxMs,
  );

  test("doctor says that no server runs, makes no database, and checks the rest", async () => {
    const own = createFolder("doctor");
    const dataDir = join(own.path, "data");
    const command = [program, "doctor", "--port", String(freePort()), "--data-dir", dataDir];
    const { code, output } = await runToEnd({ command, cwd: own.path });
    expect(code).toBe(0);
    expect(output).toContain("warning  Server: No server answers on this machine");
    expect(output).toContain("There is no database yet.");
    expect(output).toContain("ok       Disk: DATA_DIR: ");
    expect(readdirSync(own.path)).toEqual([]);
    const strict = await runToEnd({ command: [...command, "--strict"], cwd: own.path });
    expect(strict.code).toBe(1);
    own.remove();
  });

  test("doctor fails where the database cannot be used, and does not repeat its password", async () => {
    const url = `postgres://app:hunter2@127.0.0.1:${freePort()}/app`;
    const command = [program, "doctor", "--port", String(freePort()), "--database-url", url];
    const { code, output } = await runToEnd({ command, cwd: folder.path });
    expect(code).toBe(1);
    expect(output).toContain("failure  Database: It cannot be used: nothing answers at the host");
    expect(output).not.toContain("hunter2");
  });

  test("healthcheck says no where no server runs", async () => {
    const command = [program, "healthcheck", "--port", String(freePort())];
    const { code, output } = await runToEnd({ command, cwd: folder.path });
    expect([code, output]).toEqual([1, "not healthy (no answer)\n"]);
  });
});
