import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { startEmbedded } from "#src/db/embedded/start.ts";
import { readVersion } from "#src/lib/version.ts";
import { installBinary } from "#test/support/binary.ts";
import { createFolder } from "#test/support/folder.ts";
import { freePort } from "#test/support/port.ts";
import { runToEnd, startServerProcess } from "#test/support/server-process.ts";
import { openTcpDoor, type TcpDoor } from "#test/support/tcp-door.ts";

const maxMs = 120_000;
const nobody = 65_534;

let folder: ReturnType<typeof createFolder>;
let program: string;

beforeAll(async () => {
  folder = createFolder("run");
  program = await installBinary(folder.path);
}, maxMs);
afterAll(() => folder.remove(), maxMs);

interface Call {
  words?: string[];
  env?: Record<string, string>;
  uid?: number;
}

function call({ words = [], ...rest }: Call) {
  return runToEnd({ command: [program, ...words], cwd: folder.path, ...rest });
}

/** One sentence, an exit code, and a folder as it was. */
async function expectRefusal(input: Call, expected: { code: number; says: RegExp }): Promise<void> {
  const before = readdirSync(folder.path);
  const { code, output } = await call(input);
  expect(output).toMatch(expected.says);
  expect(output).toStartWith("tracker-analytics: ");
  expect(output.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(expected.code);
  expect(readdirSync(folder.path)).toEqual(before);
}

describe("a command line that is not understood", () => {
  test.each([
    [["--prot", "3000"], /Unknown option '--prot'/],
    [["--port"], /--port/],
    [["--port", "many"], /PORT must be a whole number/],
    [["serv"], /no command "serv"/],
    [["serve", "now"], /"now" is not understood/],
    [["--database-url", "mysql://x"], /DATABASE_URL must look like/],
    [["--public-url", "stats.example"], /PUBLIC_URL must look like/],
    [["backup"], /Say where to: tracker-analytics backup /],
    [["restore"], /Say what: tracker-analytics restore FILE/],
    [["export", "shop.example"], /Say what and where to: /],
    [["import"], /Say what: /],
    [["site", "rename", "shop.example"], /Say what: /],
    [["user", "add"], /Say what and whose: /],
    [["mail", "test"], /Say where to: /],
    [["doctor", "--mail", "zoe"], /Say where to: /],
  ])("%p says so and exits 2", async (words, says) => {
    await expectRefusal({ words }, { code: 2, says });
  });

  test("--help lists every command, --version says which this is", async () => {
    const help = await call({ words: ["--help"] });
    expect(help.code).toBe(0);
    for (const name of ["serve", "demo", "user", "rebuild", "migrate", "healthcheck", "version"])
      expect(help.output).toContain(`\n  ${name}`);
    for (const word of ["--version", "version"])
      expect(await call({ words: [word] })).toEqual({
        code: 0,
        output: `tracker-analytics ${readVersion()}\n`,
      });
  });
});

describe("a start that cannot be", () => {
  test("a port that is taken", async () => {
    const other = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
    const words = ["--host", "127.0.0.1", "--port", String(other.port)];
    await expectRefusal({ words }, { code: 1, says: /Port \d+ is taken by another program/ });
    await other.stop(true);
  });

  test("an address that is not this machine's", async () => {
    const words = ["--host", "192.0.2.1", "--port", String(freePort())];
    await expectRefusal({ words }, { code: 1, says: /192\.0\.2\.1 is no address of this machine/ });
  });

  test("a backup of a folder that holds no database", async () => {
    const words = ["backup", "all.tar.zst", "--data-dir", "elsewhere"];
    await expectRefusal(
      { words },
      { code: 1, says: /There is no database in \S+\/elsewhere: say by DATA_DIR or --data-dir/ },
    );
  });

  test("a wrong environment", async () => {
    await expectRefusal({ env: { RATE_LIMIT: "some" } }, { code: 1, says: /RATE_LIMIT must be/ });
  });

  test("a database that cannot be reached, without telling its password", async () => {
    const DATABASE_URL = `postgres://anna:hush@127.0.0.1:${freePort()}/stats`;
    const env = { DATABASE_URL, PORT: String(freePort()) };
    await expectRefusal(
      { env },
      { code: 1, says: /^(?!.*hush).*nothing answers at the host and port/ },
    );
  });

  test(
    "a folder that may not be written",
    async () => {
      const locked = join(folder.path, "locked");
      mkdirSync(locked);
      chmodSync(locked, 0o555);
      const env = { DATA_DIR: join(locked, "data"), PORT: String(freePort()) };
      const uid = process.getuid?.() === 0 ? { uid: nobody } : {};
      await expectRefusal(
        { env, ...uid },
        { code: 1, says: /locked\/data.*cannot|cannot.*locked/ },
      );
      expect(readdirSync(locked)).toEqual([]);
    },
    maxMs,
  );
});

/** Whether PostgreSQL goes by the new rules yet, which it reads when it comes to it. */
async function isAskedForPassword(connection: object): Promise<boolean> {
  const sql = postgres({ ...connection, username: "anna", password: "wrong", max: 1 });
  const code = await sql`select 1`.then(
    () => null,
    (error: { code?: string }) => error.code,
  );
  await sql.end();
  return code === "28P01";
}

describe("a database that refuses", () => {
  let own: ReturnType<typeof createFolder>;
  let database: Awaited<ReturnType<typeof startEmbedded>>;
  let door: TcpDoor;

  beforeAll(async () => {
    own = createFolder("run-database");
    database = await startEmbedded({
      dataDir: own.path,
      runtimeDir: null,
      databaseUser: null,
      log: () => {},
    });
    const { connection } = database;
    const sql = postgres({ ...(connection as object), max: 1 });
    const [row] = await sql`show hba_file`;
    const file = String(row?.hba_file);
    const rules = readFileSync(file, "utf8");
    await sql`create role anna login password 'right'`;
    await Bun.write(file, "local all anna scram-sha-256\n");
    appendFileSync(file, rules);
    await sql`select pg_reload_conf()`;
    await sql.end();
    while (!(await isAskedForPassword(connection as object))) await Bun.sleep(20);
    const { host, port } = connection as { host: string; port: number };
    const path = host.includes(".s.PGSQL") ? host : `${host}/.s.PGSQL.${port}`;
    door = await openTcpDoor({ path });
  }, maxMs);

  afterAll(async () => {
    door.close();
    await database.stop();
    own.remove();
  }, maxMs);

  test("a wrong password", async () => {
    const DATABASE_URL = `postgres://anna:wrong@127.0.0.1:${door.port}/postgres`;
    const env = { DATABASE_URL, PORT: String(freePort()) };
    await expectRefusal({ env }, { code: 1, says: /^(?!.*wrong@).*password/ });
  });

  test("a database that does not exist", async () => {
    const DATABASE_URL = `postgres://anna:right@127.0.0.1:${door.port}/nowhere`;
    const env = { DATABASE_URL, PORT: String(freePort()) };
    await expectRefusal({ env }, { code: 1, says: /nowhere/ });
  });

  test("a role that may not make tables", async () => {
    const { database: name } = database.connection as { database: string };
    const DATABASE_URL = `postgres://anna:right@127.0.0.1:${door.port}/${name}`;
    const env = { DATABASE_URL, PORT: String(freePort()) };
    await expectRefusal({ env }, { code: 1, says: /permission|may not/ });
  });
});

describe("a data folder", () => {
  test(
    "serves an ordinary user from any working directory, and one server only",
    async () => {
      const place = createFolder("run-elsewhere");
      const data = join(place.path, "kept");
      const uid = process.getuid?.() === 0 ? { uid: nobody } : {};
      chmodSync(place.path, 0o777);
      const command = [program, "--port", "0", "--host", "127.0.0.1", "--data-dir", "kept"];
      const server = await startServerProcess({ command, cwd: place.path, ...uid });
      try {
        expect((await fetch(`${server.origin}/health`)).status).toBe(200);
        const words = ["--port", String(freePort()), "--data-dir", data];
        const says = /already|another server|in use/;
        await expectRefusal({ words, ...uid }, { code: 1, says });
        expect((await fetch(`${server.origin}/health`)).status).toBe(200);
      } finally {
        expect(await server.end()).toBe(0);
        place.remove();
      }
    },
    maxMs,
  );
});
