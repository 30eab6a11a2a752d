import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { mails, settings, sites, userSites, users } from "#src/db/schema/tables.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import type { WorkerOrder } from "#test/support/report-worker.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";

// Two servers send the reports of a Monday that is a 1st, and are killed again and again meanwhile.
const isLarge = Bun.env.FAULTS === "large";
const kills = isLarge ? 60 : 6;
const clients = isLarge ? 600 : 60;
const maxMs = 600_000;
const root = resolve(import.meta.dir, "../..");
/** A minute in a second: what a killed server had claimed is free again after five minutes. */
const speed = 60;
const monday = Date.parse("2026-06-01T08:00:00Z");

let database: TestDatabase;
let smtp: TestSmtp;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  database = await createTestDatabase();
  smtp = await startSmtp();
  smtp.delayMs = 150;
}, maxMs);
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await smtp?.stop();
  await database?.drop();
}, maxMs);

async function fill(): Promise<string[]> {
  const { orm } = database;
  const createdAt = new Date("2026-01-01T00:00:00Z");
  const reportEmails = ["boss@shop.example", "o'neil+x@shop.example"];
  await orm.insert(settings).values({ name: "reports_since", value: createdAt.toISOString() });
  const [site] = await orm
    .insert(sites)
    .values({
      ...{ key: "shop", domain: "shop.example", name: "Shop", timeZone: "UTC" },
      ...{ reportEmails, createdAt },
    })
    .returning({ id: sites.id });
  const addresses = Array.from({ length: clients }, (_, index) => `user${index}@x.example`);
  const people = await orm
    .insert(users)
    .values(
      addresses.map((email) => ({
        ...{ email, name: email, role: "client" as const, passwordHash: "none", createdAt },
      })),
    )
    .returning({ id: users.id });
  await orm
    .insert(userSites)
    .values(people.map(({ id }) => ({ userId: id, siteId: site?.id ?? 0 })));
  return [...addresses, ...reportEmails];
}

function start(clock: WorkerOrder["clock"]): ChildProcess {
  const order: WorkerOrder = { connection: database.connection, smtp: smtp.config, clock };
  const worker = join(root, "test/support/report-worker.ts");
  const child = spawn(process.execPath, [worker, JSON.stringify(order)], {
    cwd: root,
    stdio: "ignore",
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** How many mails there are in each state. */
async function countStates(): Promise<Record<string, number>> {
  const rows = await database.orm.select({ state: mails.state }).from(mails);
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

describe("reports of two servers that are killed at random", () => {
  test(
    "reach each recipient once for the week and once for the month",
    async () => {
      const addresses = await fill();
      const clock = { at: Date.now(), shows: monday, speed };
      const servers = [start(clock), start(clock)];
      for (let count = 0; count < kills; count += 1) {
        await Bun.sleep(300 + Math.random() * 1_200);
        const which = count % servers.length;
        const victim = servers[which];
        if (victim) await kill(victim);
        servers[which] = start(clock);
      }
      const all = addresses.length * 2;
      const deadline = performance.now() + maxMs / 2;
      const isDone = async () => {
        const { waiting = 0, ...done } = await countStates();
        return waiting === 0 && Object.values(done).reduce((sum, some) => sum + some, 0) === all;
      };
      while (!(await isDone()) && performance.now() < deadline) await Bun.sleep(100);
      for (const server of servers) await kill(server);

      const rows = await database.orm.select().from(mails);
      expect(rows.map(({ uniqueKey }) => uniqueKey).toSorted()).toEqual(
        addresses
          .flatMap((address) => [
            `report:week:2026-05-25:${address}`,
            `report:month:2026-05-01:${address}`,
          ])
          .toSorted(),
      );
      const arrived = smtp.mails.map(({ recipient, subject }) => `${recipient} ${subject}`);
      expect(new Set(arrived).size).toBe(arrived.length);
      // A server that is killed between the last word of a mail and its answer cannot know whether it
      // was taken: the outbox says so, and it is not sent twice. Each lane has one such moment, also
      // when the servers are killed at the end, with the last mails on their way.
      const unknown = rows.filter(({ state }) => state === "unknown").length;
      expect(unknown).toBeLessThanOrEqual((kills + servers.length) * 3);
      expect(arrived.length).toBeGreaterThanOrEqual(all - unknown);
      expect((await countStates()).sent).toBe(all - unknown);
    },
    maxMs,
  );
});
