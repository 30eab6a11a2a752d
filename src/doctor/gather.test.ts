import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { startTestApp, type TestApp } from "#test/support/app.ts";
import { ownCertificate } from "#test/support/certificate.ts";
import { createFolder } from "#test/support/folder.ts";
import { freePort } from "#test/support/port.ts";
import { readCertificate } from "./certificate.ts";
import { reachPublicUrl } from "./reach.ts";
import { skewOf } from "./skew.ts";
import { lookInto } from "./store.ts";
import { timeSync } from "./sync.ts";

const patienceMs = 10_000;
const now = () => new Date();
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
afterAll(() => app?.stop(), 60_000);

describe("reachPublicUrl", () => {
  test("knows the server that leads to the same database", async () => {
    const state = await lookInto(app.database, now);
    const deadline = performance.now() + 10_000;
    let reach = await reachPublicUrl(app.origin, { now, patienceMs });
    // It names none that has not answered it within a second, as on a busy machine.
    while (reach.kind === "answered" && !reach.instance && performance.now() < deadline)
      reach = await reachPublicUrl(app.origin, { now, patienceMs });
    expect(reach).toMatchObject({ kind: "answered", status: 200, isHealth: true, skewMs: 0 });
    expect(state.kind === "open" && reach.kind === "answered" && reach.instance).toBe(
      state.kind === "open" && state.vitals.instance,
    );
  }, 20_000);

  test("sees another server, and how wrong its clock is", async () => {
    const other = Bun.serve({
      port: 0,
      fetch: () => {
        const date = new Date(Date.now() - 3_600_000).toUTCString();
        return new Response(null, { status: 302, headers: { date, location: "/x" } });
      },
    });
    const reach = await reachPublicUrl(`http://127.0.0.1:${other.port}`, { now, patienceMs });
    await other.stop(true);
    expect(reach).toMatchObject({ kind: "answered", status: 302, instance: null, isHealth: false });
    expect(reach.kind === "answered" && reach.skewMs).toBeLessThan(-3_590_000);
  });

  test("knows the words of a server of ours that does not name its database", async () => {
    const answers: [body: string, isHealth: boolean][] = [
      ['{"status":"degraded"}', true],
      ['{"status":"down"}', true],
      ['{"status":"ok"}', false],
      ["null", false],
      ["<!doctype html>", false],
      [`{"status":"ready","more":"${"x".repeat(100_000)}"}`, false],
    ];
    for (const [body, isHealth] of answers) {
      const server = Bun.serve({ port: 0, fetch: () => new Response(body) });
      const reach = await reachPublicUrl(`http://127.0.0.1:${server.port}`, { now, patienceMs });
      await server.stop(true);
      expect(reach).toMatchObject({ kind: "answered", instance: null, isHealth });
    }
  });

  test("takes no clock for wrong whose server tells the time of a second ago", async () => {
    const late = Bun.serve({
      port: 0,
      fetch: () => {
        const date = new Date(Date.now() - 1_500).toUTCString();
        return new Response(null, { headers: { date } });
      },
    });
    const reach = await reachPublicUrl(`http://127.0.0.1:${late.port}`, { now, patienceMs });
    await late.stop(true);
    expect(reach).toMatchObject({ kind: "answered", skewMs: 0 });
  });

  test("says in a word why nobody answers", async () => {
    const refused = await reachPublicUrl(`http://127.0.0.1:${freePort()}`, { now, patienceMs });
    expect(refused).toEqual({ kind: "failed", why: "refused" });
    const silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    const late = { now, patienceMs: 200 };
    expect(await reachPublicUrl(`http://127.0.0.1:${silent.port}`, late)).toEqual({
      ...{ kind: "failed", why: "timeout" },
    });
    silent.stop(true);
  });
});

describe("readCertificate", () => {
  test("sees one that nobody known has issued", async () => {
    const server = Bun.serve({ port: 0, tls: ownCertificate, fetch: () => new Response("x") });
    const found = await readCertificate(`https://localhost:${server.port}`, patienceMs);
    await server.stop(true);
    expect(found).toMatchObject({ kind: "invalid", why: "unknownIssuer" });
    expect(found?.kind === "invalid" && found.until).toBeInstanceOf(Date);
  });

  test("says why none could be read, and looks for none without TLS", async () => {
    const closed = await readCertificate(`https://127.0.0.1:${freePort()}`, patienceMs);
    expect(closed).toEqual({ kind: "unread", why: "refused" });
    expect(await readCertificate("http://stats.example", patienceMs)).toBeNull();
    const silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    const late = await readCertificate(`https://127.0.0.1:${silent.port}`, 200);
    silent.stop(true);
    expect(late).toEqual({ kind: "unread", why: "timeout" });
  });
});

describe("skewOf", () => {
  const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1_000);
  test.each([
    [3, 0, 0],
    [0, 0, 0],
    [-2, 0, -2_000],
    [9, 0, 4_000],
    [-0.5, 999, 0],
    [-3, 999, -2_001],
  ])("told at %p s between 0 and 5, cut to %p ms, is %p ms off", (told, grainMs, skew) => {
    expect(skewOf(at(told), { askedAt: at(0), answeredAt: at(5), grainMs })).toBe(skew);
  });
});

describe("timeSync", () => {
  test("times a write and leaves nothing behind", async () => {
    const folder = createFolder("sync");
    expect(await timeSync(folder.path)).toBeGreaterThan(0);
    expect(readdirSync(folder.path)).toEqual([]);
    folder.remove();
  });

  test("is silent where nothing may be written", async () => {
    expect(await timeSync("/proc/nowhere")).toBeNull();
  });
});

describe("lookInto", () => {
  test("reads the last words of jobs that have failed", async () => {
    await app.database.work`
      insert into job_runs (name, started_at, failed_at, error) values ('x', now(), now(), 'Error: no')
    `;
    expect(await lookInto(app.database, now)).toMatchObject({
      ...{ kind: "open", skewMs: 0, jobErrors: [{ name: "x", error: "Error: no" }] },
    });
  });
});
