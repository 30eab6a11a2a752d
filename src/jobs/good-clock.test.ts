import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Deps } from "#src/auth/route.ts";
import { loadConfig } from "#src/config.ts";
import { mails } from "#src/db/schema/tables.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { makeSite } from "#test/support/events.ts";
import { jobs } from "./table.ts";

/** A Monday at ten, and one of a year to come. */
const usual = new Date("2026-11-23T10:00:00Z");
const ahead = new Date("2029-11-26T10:00:00Z");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { work, orm } = database;
  const siteId = await makeSite(work, "shop.example");
  await work`
    update sites set created_at = '2026-01-01', report_emails = '{a@x.example}' where id = ${siteId}
  `;
  await work`insert into settings values ('reports_since', '"2026-01-01T00:00:00Z"')`;
  const sent = { kind: "alert", recipient: "b@x.example", state: "sent" as const };
  await orm.insert(mails).values({ ...sent, createdAt: usual });
}, 60_000);
afterAll(() => database.drop(), 60_000);

/** Runs the jobs that a clock drives as at the start of a server. */
async function startAt(at: Date): Promise<void> {
  const deps: Deps = {
    config: loadConfig({}, {}),
    database,
    version: "0.0.0",
    now: () => at,
    log: () => {},
    readCollector: () => {
      throw new Error("no job asks the collector");
    },
    wakeTasks: () => {},
    mail: { canSend: true, wake: () => {}, deliver: async () => {}, preview: async () => null },
  };
  for (const job of jobs)
    if (["retention", "reports", "old mails"].includes(job.name)) await job.run(deps);
}

async function mailsFor(recipient: string): Promise<number> {
  return (await database.orm.select().from(mails)).filter((one) => one.recipient === recipient)
    .length;
}

test("reports of a year to come are sent by no clock that may be wrong, and no mail is forgotten", async () => {
  await startAt(usual);
  expect(await mailsFor("a@x.example")).toBe(1);
  await startAt(ahead);
  expect(await mailsFor("a@x.example")).toBe(1);
  expect(await mailsFor("b@x.example")).toBe(1);
  await startAt(new Date(ahead.getTime() + 86_400_000));
  expect(await mailsFor("a@x.example")).toBe(2);
  expect(await mailsFor("b@x.example")).toBe(0);
});
