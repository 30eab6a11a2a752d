import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeToken } from "#src/auth/token.ts";
import { parseIp } from "#src/lib/ip.ts";
import { hashSecret } from "#src/sites/secret.ts";
import { type FaultStage, faultSite, setFaultStage } from "#test/support/fault-stage.ts";
import { runToEnd } from "#test/support/server-process.ts";

// A visitor whose address and browser are like nobody else's: no byte of either is on the disk
// afterwards, plain or hashed. The same for a salt whose time is over.
const maxMs = 300_000;
const { key, domain } = faultSite;
const ip = "2001:db8:ca9a:4711:5bad:c0de:f00d:1234";
const ipV4 = "198.51.100.237";
const mark = "Canary7f3a9c1e55d0";
const userAgent = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 ${mark}/1.0`;
const secret = `${key}.${makeToken()}`;

let stage: FaultStage;
let output = "";
beforeAll(async () => {
  stage = await setFaultStage({ TRUSTED_PROXIES: "loopback", LOG_LEVEL: "debug" });
  await stage.query((sql) => sql`update sites set secret_hash = ${hashSecret(secret)}`);
}, maxMs);
afterAll(() => stage?.end(), maxMs);

const bytesOf = (address: string) => Buffer.from(parseIp(address) ?? []);

/** Everything by which the visitor could be found again, and in what form. */
function needles(): Map<string, Buffer> {
  const found = new Map<string, Buffer>([
    ["address", Buffer.from(ip)],
    ["address in capitals", Buffer.from(ip.toUpperCase())],
    ["bytes of the address", bytesOf(ip)],
    ["bytes of the address in hex", Buffer.from(bytesOf(ip).toString("hex"))],
    ["IPv4 address", Buffer.from(ipV4)],
    ["mark of the user agent", Buffer.from(mark)],
    ["mark in small letters", Buffer.from(mark.toLowerCase())],
  ]);
  const plain: Record<string, Buffer> = {
    ip: Buffer.from(ip),
    "bytes of ip": bytesOf(ip),
    "user agent": Buffer.from(userAgent),
    "ip and user agent": Buffer.from(`${ip}${userAgent}`),
    "ip, blank, user agent": Buffer.from(`${ip} ${userAgent}`),
    "user agent and ip": Buffer.from(`${userAgent}${ip}`),
    IPv4: Buffer.from(ipV4),
  };
  for (const [name, text] of Object.entries(plain))
    for (const algorithm of ["md5", "sha1", "sha256"]) {
      const digest = createHash(algorithm).update(text).digest();
      // Cut to 64 bits as well, as a key would be.
      found.set(`${algorithm} of ${name}`, digest.subarray(0, 8));
      // As a number, which is how a backup has one.
      for (const number of [digest.readBigInt64BE(), digest.readBigInt64LE()])
        found.set(`${algorithm} of ${name} as ${number}`, Buffer.from(String(number)));
      found.set(`${algorithm} of ${name} in hex`, Buffer.from(digest.toString("hex").slice(0, 16)));
      found.set(
        `${algorithm} of ${name} in base64`,
        Buffer.from(digest.toString("base64").slice(0, 11)),
      );
    }
  return found;
}

/**
 * The program, and PostgreSQL's as it was unpacked: they are the same everywhere. In so many bytes
 * six of a salt might be found by chance.
 */
const isProgram = (name: string) => /^(tracker-analytics$|data\/runtime\/)/.test(name);

/** What a file holds; null when it is none, or is there no more. */
function readIfThere(path: string): Buffer | null {
  try {
    return statSync(path).isFile() ? readFileSync(path) : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Where on the disk, or in what the server printed, the needles are. */
function search(wanted: ReadonlyMap<string, Buffer>): string[] {
  const hits: string[] = [];
  const look = (where: string, bytes: Buffer) => {
    for (const [name, needle] of wanted) if (bytes.includes(needle)) hits.push(`${name}: ${where}`);
  };
  for (const name of readdirSync(stage.folder, { recursive: true }) as string[]) {
    const bytes = isProgram(name) ? null : readIfThere(join(stage.folder, name));
    if (!bytes) continue;
    look(name, bytes);
    if (name.endsWith(".tar.zst")) look(`inside ${name}`, Bun.zstdDecompressSync(bytes));
  }
  look("output", Buffer.from(output + stage.server.output()));
  return hits;
}

/** Makes a backup of the server, beside all that is searched. */
async function backUp(name: string): Promise<string> {
  const command = [join(stage.folder, "tracker-analytics"), "backup", `${name}.tar.zst`];
  const { code, output } = await runToEnd({ command, cwd: stage.folder });
  if (code !== 0) throw new Error(output);
  return `inside ${name}.tar.zst`;
}

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const own = { "user-agent": userAgent, "x-forwarded-for": ip, origin: `https://${domain}` };
  return fetch(stage.server.origin + path, {
    method: "POST",
    body,
    headers: { ...own, ...headers },
  });
}

let view = 0;
function beacon(fields: object = {}): string {
  view += 1;
  const page = {
    v: 1,
    t: "v",
    i: view,
    k: 0,
    a: 0,
    e: 0,
    y: 0,
    u: `https://${domain}/`,
    q: "",
    r: "",
  };
  return JSON.stringify({ ...page, ...fields });
}

/** The visitor does everything that can be done, well and badly. */
async function visit(): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  const note = async (name: string, answer: Promise<Response>) => {
    statuses[name] = (await answer).status;
  };
  await note("view", post(`/${key}`, beacon({ u: `https://${domain}/needle-in-the-haystack` })));
  await note("view by IPv4", post(`/${key}`, beacon(), { "x-forwarded-for": ipV4 }));
  await note("event", post(`/${key}`, beacon({ t: "x", k: 1, n: "sign-up", p: { plan: "pro" } })));
  await note("malformed", post(`/${key}`, "{"));
  await note("too large", post(`/${key}`, "x".repeat(20_000)));
  await note("foreign", post(`/${key}`, beacon(), { origin: "https://foreign.example" }));
  await note("unknown", post("/nobodynobody", beacon()));
  await note("bot", post(`/${key}`, beacon(), { "user-agent": `Googlebot/2.1 ${mark}` }));
  await note("no such page", post("/nowhere", "x"));
  const told = JSON.stringify({ name: "paid", ip, userAgent });
  const bearer = { authorization: `Bearer ${secret}`, "idempotency-key": "order-1" };
  await note("server event", post("/api/event", told, bearer));
  await note("server event refused", post("/api/event", told));
  const picture = fetch(`${stage.server.origin}/${key}.gif`, {
    headers: { "user-agent": userAgent, "x-forwarded-for": ip, referer: `https://${domain}/` },
  });
  await note("pixel", picture);
  return statuses;
}

describe("a visitor's address and user agent", () => {
  test(
    "are nowhere on the disk: not in tables, log, spool, or what the server prints",
    async () => {
      expect(await visit()).toMatchObject({
        ...{
          view: 202,
          "view by IPv4": 202,
          event: 202,
          "server event": 202,
          pixel: 200,
          bot: 202,
        },
        ...{ malformed: 400, "too large": 413, foreign: 403, unknown: 404 },
        "server event refused": 401,
      });
      // While the database hangs it all goes to the spool, where the server is killed.
      stage.signalDatabase("SIGSTOP");
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => post(`/${key}`, beacon())),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      expect(readdirSync(join(stage.folder, "data/spool")).length).toBeGreaterThan(0);
      expect(search(needles())).toEqual([]);
      await stage.server.end("SIGKILL");
      output += stage.server.output();
      stage.signalDatabase("SIGCONT");
      await stage.restart();
      await stage.query(async (sql) => {
        for (let tries = 0; tries < 1_200; tries++) {
          const [row] = await sql`select count(*)::int as rows from events`;
          if (Number(row?.rows) >= 55) break;
          await Bun.sleep(50);
        }
        await sql`checkpoint`;
      });
      const backup = await backUp("visits");
      expect(search(needles())).toEqual([]);
      // The search does find what is there.
      const control = new Map([["path", Buffer.from("/needle-in-the-haystack")]]);
      expect(search(control)).toContain(`path: ${backup}`);
    },
    maxMs,
  );
});

describe("a salt", () => {
  test(
    "is in no backup, not even while it is in use",
    async () => {
      await visit();
      const backup = await backUp("salts");
      const salts = await stage.query((sql) => sql<{ salt: Uint8Array }[]>`select salt from salts`);
      expect(salts.length).toBeGreaterThan(0);
      const wanted = salts.flatMap(({ salt }, at) => [
        [`salt ${at}`, Buffer.from(salt)] as const,
        [`salt ${at} in hex`, Buffer.from(Buffer.from(salt).toString("hex"))] as const,
      ]);
      const hits = search(new Map(wanted)).filter((hit) => hit.includes(".tar.zst"));
      expect(hits).toEqual([]);
      const control = new Map([["path", Buffer.from("/needle-in-the-haystack")]]);
      expect(search(control)).toContain(`path: ${backup}`);
    },
    maxMs,
  );

  test(
    "leaves no byte behind when its time is over",
    async () => {
      await visit();
      const salt = await stage.query(async (sql) => {
        const [row] = await sql<
          { salt: Uint8Array }[]
        >`select salt from salts order by day limit 1`;
        await sql`analyze salts`;
        await sql`checkpoint`;
        return Buffer.from(row?.salt ?? []);
      });
      expect(salt).toHaveLength(32);
      // PostgreSQL compresses pages in its log, which tears a salt apart, but not six bytes of it
      // wherever they are.
      const windows = new Map(
        Array.from({ length: 27 }, (_, at) => [`bytes from ${at}`, salt.subarray(at, at + 6)]),
      );
      expect(search(windows).length).toBeGreaterThan(27);
      await stage.query((sql) => sql`update salts set created_at = now() - interval '3 days'`);
      // The jobs run at every start.
      await stage.server.end("SIGTERM");
      output += stage.server.output();
      await stage.restart();
      await stage.query(async (sql) => {
        for (let tries = 0; tries < 1_200; tries++) {
          if ((await sql`select from salts`).length === 0) return;
          await Bun.sleep(50);
        }
        throw new Error("the salt is still there");
      });
      let hits = search(windows);
      for (let tries = 0; hits.length > 0 && tries < 60; tries++) {
        await Bun.sleep(250);
        hits = search(windows);
      }
      expect(hits).toEqual([]);
    },
    maxMs,
  );
});
