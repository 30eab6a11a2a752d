import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { dropReasons } from "#src/collect/drop-reason.ts";
import { noteRun } from "#src/jobs/store.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { insertSite, sendTo } from "#test/support/collector.ts";
import { parseMetrics, type Sample } from "#test/support/metrics.ts";

const metricsToken = "a-token-of-some-length";
const visitor = "193.51.208.77";
let app: TestApp;
let admin: Person;
let site: { id: number; key: string; domain: string };
beforeAll(async () => {
  app = await startTestApp({ metricsToken, trustedProxies: ["loopback"] });
  admin = await signedIn(app, { email: "anna@agency.example", role: "admin" });
  site = await insertSite(app.database, { domain: "shop.example" });
}, 60_000);
afterAll(() => app.stop(), 60_000);

/** Reads it once more where the database has not answered within a second, as on a busy machine. */
async function scrape(): Promise<Map<string, Sample[]>> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const response = await fetch(`${app.origin}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toStartWith("text/plain; version=0.0.4");
    const samples = parseMetrics(await response.text());
    if (numberOf(samples, "tracker_database_up") === 1 || performance.now() > deadline)
      return samples;
  }
}

function numberOf(
  samples: Map<string, Sample[]>,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const wanted = Object.entries(labels);
  return samples.get(name)?.find((one) => wanted.every(([key, text]) => one.labels[key] === text))
    ?.value;
}

describe("GET /metrics", () => {
  test("has no metric that docs/operations.md does not explain", async () => {
    const page = readFileSync(resolve(import.meta.dir, "../../docs/operations.md"), "utf8");
    const text = await (await fetch(`${app.origin}/metrics`)).text();
    const names = [...text.matchAll(/^# TYPE (tracker_\w+)/gm)].map(([, name = ""]) => name);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test("is no page for whoever comes from elsewhere, as if nothing were there", async () => {
    const from = { "x-forwarded-for": "203.0.113.9" };
    const missing = await fetch(`${app.origin}/nowhere`, { headers: from });
    const withoutToken = await fetch(`${app.origin}/metrics`, { headers: from });
    const wrong = { ...from, authorization: "Bearer another-token-of-some-length" };
    const wrongToken = await fetch(`${app.origin}/metrics`, { headers: wrong });
    expect([withoutToken.status, wrongToken.status, missing.status]).toEqual([404, 404, 404]);
    const text = await missing.text();
    expect((await withoutToken.text()).replaceAll("/metrics", "/nowhere")).toBe(text);
    const right = { ...from, authorization: `Bearer ${metricsToken}` };
    expect((await fetch(`${app.origin}/metrics`, { headers: right })).status).toBe(200);
  });

  test("can be read however soon it is asked again", async () => {
    // The lag of the event loop has no mean before its first sample.
    for (let look = 0; look < 20; look++) await scrape();
  });

  test("counts what became of each message, under every reason there is", async () => {
    const before = await scrape();
    const outcomes = before
      .get("tracker_collector_messages_total")
      ?.map((one) => one.labels.outcome);
    expect(outcomes?.toSorted()).toEqual(["stored", ...dropReasons].toSorted());
    for (let view = 0; view < 3; view++)
      expect(
        (await sendTo(app.origin, site, { headers: { "x-forwarded-for": visitor } })).status,
      ).toBe(202);
    await sendTo(app.origin, site, { message: "{" });
    const after = await scrape();
    const grown = (outcome: string) =>
      (numberOf(after, "tracker_collector_messages_total", { outcome }) ?? 0) -
      (numberOf(before, "tracker_collector_messages_total", { outcome }) ?? 0);
    expect([grown("stored"), grown("malformed"), grown("bot")]).toEqual([3, 1, 0]);
    expect(numberOf(after, "tracker_collector_duration_seconds_count")).toBe(3);
    expect(numberOf(after, "tracker_collector_duration_seconds_bucket", { le: "+Inf" })).toBe(3);
    // What the database takes half a second for goes by the spool, and is there a moment later.
    let waiting = numberOf(after, "tracker_projector_pending");
    const deadline = performance.now() + 10_000;
    while (waiting !== 3 && performance.now() < deadline) {
      await Bun.sleep(100);
      waiting = numberOf(await scrape(), "tracker_projector_pending");
    }
    expect(waiting).toBe(3);
  }, 20_000);

  test("counts pages by the pattern of their address, whatever stands in it", async () => {
    await admin.get("/sites/shop.example?period=7d");
    await admin.get("/sites/elsewhere.example");
    await admin.get("/wp-login.php");
    await fetch(`${app.origin}/x/y`, { method: "DELETE" });
    const samples = await scrape();
    const count = (route: string, status: string, method = "GET") =>
      numberOf(samples, "tracker_http_requests_total", { method, route, status });
    expect(count("/sites/:domain", "2xx")).toBe(1);
    expect(count("/sites/:domain", "4xx")).toBe(1);
    expect(count("/*", "4xx")).toBeGreaterThan(0);
    expect(count("/*", "4xx", "other")).toBe(1);
    expect(
      numberOf(samples, "tracker_report_duration_seconds_count", { from: "lists" }),
    ).toBeGreaterThan(0);
  });

  test("tells of jobs, mails and the database", async () => {
    const { orm, work } = app.database;
    const now = () => new Date();
    await noteRun(orm, { name: "salts", now }, async () => {});
    const fails = noteRun(orm, { name: "mails", now }, () => Promise.reject(new Error("no")));
    await fails.catch(() => {});
    await work`insert into mails (kind, recipient, state) values ('report', 'a@x.example', 'failed')`;
    const samples = await scrape();
    const job = (name: string, of: string) =>
      numberOf(samples, `tracker_job_last_${name}`, { job: of });
    expect(job("success_timestamp_seconds", "salts")).toBeGreaterThan(1_700_000_000);
    expect(job("failure_timestamp_seconds", "salts")).toBeUndefined();
    expect(job("failure_timestamp_seconds", "mails")).toBeGreaterThan(1_700_000_000);
    expect(job("duration_seconds", "salts")).toBeLessThan(60);
    expect(numberOf(samples, "tracker_mails", { state: "failed" })).toBe(1);
    expect(numberOf(samples, "tracker_database_up")).toBe(1);
    expect(numberOf(samples, "tracker_database_size_bytes")).toBeGreaterThan(1_000_000);
    expect(numberOf(samples, "process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
  }, 20_000);

  test("names no site, no visitor and nobody with an account", async () => {
    const text = await (await fetch(`${app.origin}/metrics`)).text();
    for (const secret of [site.domain, site.key, visitor, "agency.example", "a@x.example", "anna"])
      expect(text).not.toContain(secret);
  });
});
