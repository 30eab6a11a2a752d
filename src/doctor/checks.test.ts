import { describe, expect, test } from "bun:test";
import {
  answered,
  crowd,
  openDatabaseState,
  serverFacts,
  settingsWith,
  wholeFacts,
} from "#test/support/facts.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { examine } from "./checks.ts";
import type { Facts } from "./facts.ts";
import { putIntoWords, worstOf } from "./finding.ts";

const gib = 2 ** 30;
const dataDisk = (freeBytes: number, totalBytes: number): Facts["disks"] => [
  { setting: "DATA_DIR", disk: { freeBytes, totalBytes } },
];
const mib = 2 ** 20;
const runtimeDisk = (freeBytes: number): Facts["disks"] => [
  { setting: "RUNTIME_DIR", disk: { freeBytes, totalBytes: 256 * mib } },
];
const withCollector = (collector: Parameters<typeof serverFacts>[0] & object) => ({
  server: serverFacts(collector),
});
type Crowd = Parameters<typeof crowd>[0];
/** Three of four messages come from one address. */
const fromOne = (one: string, changes: Crowd = {}): Partial<Facts> => {
  const fromPrivate = /^(127|172)\./.test(one) ? 1_500 : 0;
  return withCollector({
    collector: { crowd: crowd({ fromOne: 1_500, one, fromPrivate, ...changes }) },
  });
};
const spool = { bytes: 0, maxBytes: gib, records: 0, broken: 0, ageSeconds: 0 };
const vitals = openDatabaseState().vitals;
const gaugesOf = openDatabaseState().gauges;

/** What is not well, in English: `warning disk: DATA_DIR: only 9.7 GB free … → Make room …`. */
function troubleOf(facts: Facts): string[] {
  return putIntoWords(examine(facts), "en")
    .filter(({ state }) => state !== "ok")
    .map(({ id, state, what, todo }) => `${state} ${id}: ${what} → ${todo}`);
}

describe("examine", () => {
  test("has nothing to say of an installation that is well, and looks at all of it", () => {
    const found = examine(wholeFacts());
    expect(troubleOf(wholeFacts())).toEqual([]);
    expect(worstOf(found)).toBe("ok");
    const ids = new Set<string>(found.map(({ id }) => id));
    expect([...ids].toSorted()).toEqual(Object.keys(messagesFor("en").doctor.names).toSorted());
  });

  const cases: [what: string, changes: Partial<Facts>, said: RegExp][] = [
    ["no server runs", { server: null }, /^warning server: No server answers/],
    [
      "the server is of another version",
      withCollector({ version: "0.9.0" }),
      /^warning server: The server runs version 0.9.0, and this program is 1.0.0/,
    ],
    [
      "the database cannot be reached",
      { database: { kind: "failed", why: "nothing answers." } },
      /^failure database: It cannot be used: nothing answers/,
    ],
    ["there is no database yet", { database: { kind: "none" } }, /^hint database: There is no/],
    ["it is another one", { database: { kind: "unseen" } }, /^warning database: .* elsewhere/],
    [
      "events go to the spool",
      withCollector({ collector: { isDatabaseAway: true } }),
      /^failure database: It does not take events/,
    ],
    [
      "its connections are nearly used up",
      {
        database: openDatabaseState({
          gauges: { ...gaugesOf, connectionsTaken: 85 },
        }),
      },
      /^warning database: 85 of its 100 connections are taken, 8 of them by us/,
    ],
    [
      "tables have to be changed",
      { database: { kind: "behind", version: "18.4", bytes: 1, pending: 2 } },
      /^warning migrations: .*: 2\. → .*migrate --check/,
    ],
    ["writing is slow", { syncMs: 80 }, /^warning sync: .* only after 80\u00a0ms/],
    ["the disk is short", { disks: dataDisk(9 * gib, 100 * gib) }, /^warning disk: DATA_DIR: only/],
    [
      "it is nearly full",
      { disks: dataDisk(gib / 4, gib) },
      /^failure disk: DATA_DIR: nearly full/,
    ],
    [
      "the programs of another version have no room",
      { disks: runtimeDisk(60 * mib) },
      /^warning disk: RUNTIME_DIR: only 62.9.MB free, too little for .* → Make room there/,
    ],
    [
      "the clock is not that of the database",
      { database: openDatabaseState({ skewMs: -65_000 }) },
      /^warning clock: .* 1m 5s apart/,
    ],
    [
      "the clock is not that of the network",
      { reach: answered({ skewMs: 6_000 }) },
      /^warning clock: .* PUBLIC_URL are 6s apart/,
    ],
    [
      "no address is set",
      { settings: settingsWith({ publicUrl: null }) },
      /^warning address: PUBLIC/,
    ],
    [
      "the address cannot be reached",
      { reach: { kind: "failed", why: "refused" } },
      /^warning address: https:\/\/stats.example cannot .*: the connection is refused\./,
    ],
    [
      "the address leads to another server of ours",
      { reach: answered({ instance: "fedcba9876543210" }) },
      /^failure address: https:\/\/stats.example leads to another server/,
    ],
    [
      "the address leads to something else",
      { reach: answered({ instance: null, status: 301, isHealth: false }) },
      /^failure address: .* is answered by status 301/,
    ],
    [
      "the address leads to a page of something else",
      { reach: answered({ instance: null, isHealth: false }) },
      /^failure address: https:\/\/stats.example leads to another server/,
    ],
    [
      "the address is not encrypted",
      { settings: settingsWith({ publicUrl: "http://stats.example" }), certificate: null },
      /^warning address: http:\/\/stats.example is not encrypted/,
    ],
    [
      "the certificate ends soon",
      { certificate: { kind: "valid", until: new Date("2026-12-05T00:00:00Z") } },
      /^warning certificate: Valid only until 5 Dec 2026/,
    ],
    [
      "the certificate is refused",
      { certificate: { kind: "invalid", why: "otherName", until: null } },
      /^failure certificate: Browsers refuse it: it is for another name/,
    ],
    [
      "most visitors have the address of a proxy on this machine that tells their own",
      fromOne("127.0.0.1", { forwardIgnored: 1_500 }),
      /^warning visitors: 75% of the last 2,000 .* 127.0.0.1\..*TRUSTED_PROXIES=loopback,/,
    ],
    [
      "most visitors have private addresses of proxies that tell their own",
      withCollector({ collector: { crowd: crowd({ fromPrivate: 1_200, forwardIgnored: 1_200 }) } }),
      /^warning visitors: 60% .* private addresses\. .*TRUSTED_PROXIES=private,/,
    ],
    [
      "most have a proxy's address beside others that are trusted",
      {
        ...fromOne("172.18.0.1", { forwardIgnored: 1_500 }),
        settings: settingsWith({ trustedProxies: ["198.51.100.7"] }),
      },
      /^warning visitors: .*TRUSTED_PROXIES=198.51.100.7,private,/,
    ],
    [
      "nothing tells who is behind a private address",
      fromOne("172.17.0.1"),
      /^warning visitors: .* 172.17.0.1\. → No X-Forwarded-For .* docs\/install.md/,
    ],
    [
      "a private address is trusted, and tells nothing",
      {
        ...fromOne("172.18.0.1", { forwardIgnored: 1_500 }),
        settings: settingsWith({ trustedProxies: ["private"] }),
      },
      /^warning visitors: .* → No X-Forwarded-For tells/,
    ],
    [
      "most come through Cloudflare, which tells their own addresses",
      withCollector({
        collector: { crowd: crowd({ fromCloudflare: 1_900, forwardIgnored: 1_900 }) },
      }),
      /^warning visitors: 95% .* Cloudflare.*TRUSTED_PROXIES=cloudflare,/,
    ],
    [
      "a proxy between Cloudflare and the server tells only whence it was asked",
      {
        ...withCollector({ collector: { crowd: crowd({ fromCloudflare: 1_900 }) } }),
        settings: settingsWith({ trustedProxies: ["private"] }),
      },
      /^warning visitors: .* Cloudflare\. → .*TRUSTED_PROXIES=private,cloudflare.*trusted_proxies/,
    ],
    [
      "it goes on doing so when Cloudflare is trusted",
      {
        ...withCollector({ collector: { crowd: crowd({ fromCloudflare: 1_900 }) } }),
        settings: settingsWith({ trustedProxies: ["private", "cloudflare"] }),
      },
      /^warning visitors: .* Cloudflare\. → Have the proxy (?!.*TRUSTED_PROXIES).*trusted_proxies/,
    ],
    [
      "most messages come from one reader, or from a proxy that tells nothing",
      fromOne("203.0.113.9"),
      /^hint visitors: 75% .* 203.0.113.9\. → (?!.*TRUSTED_PROXIES=)/,
    ],
    [
      "one reader's address is one of Cloudflare's",
      fromOne("104.28.1.2", { fromCloudflare: 1_500 }),
      /^hint visitors: .* 104.28.1.2\. → (?!.*TRUSTED_PROXIES=)/,
    ],
    [
      "one public address tells of others, and is not believed",
      fromOne("203.0.113.9", { forwardIgnored: 1_500 }),
      /^warning visitors: 75% .* 203.0.113.9\. → (?!.*TRUSTED_PROXIES=)If .* proxy of yours/,
    ],
    [
      "most have a header that nobody believes",
      withCollector({ collector: { crowd: crowd({ forwardIgnored: 1_001 }) } }),
      /^warning visitors: 50% .* X-Forwarded-For .* Name the proxies/,
    ],
    ["no mails can be sent", { settings: settingsWith({ mailCarrier: null }) }, /^hint mail: None/],
    [
      "mails have failed",
      { database: openDatabaseState({ gauges: { ...gaugesOf, mailsFailed: 3 } }) },
      /^hint mail: 3 could not be sent/,
    ],
    [
      "the geo database is old",
      withCollector({
        collector: { places: { name: "Countries", builtAt: "2026-05-01T00:00:00Z" } },
      }),
      /^hint places: Countries is old: of 1 May 2026/,
    ],
    [
      "events wait in the spool",
      withCollector({ collector: { spool: { ...spool, bytes: 5e6, ageSeconds: 90 } } }),
      /^warning spool: 5 MB wait for the database, for 1m 30s/,
    ],
    [
      "the spool is full",
      withCollector({ collector: { refusal: "unavailable" } }),
      /^failure spool: It takes nothing more/,
    ],
    [
      "the spool had broken records",
      withCollector({ collector: { spool: { ...spool, broken: 2 } } }),
      /^warning spool: Broken records .*: 2\./,
    ],
    [
      "counting is late",
      { database: openDatabaseState({ vitals: { ...vitals, lagSeconds: 301, pending: 7 } }) },
      /^warning counting: .*: 7, the oldest for 5m 1s/,
    ],
    [
      "a job has failed",
      { database: openDatabaseState({ jobErrors: [{ name: "mails", error: "Error: no" }] }) },
      /^warning jobs: “mails” has failed: Error: no/,
    ],
    [
      "a job has not run for hours",
      {
        database: openDatabaseState({
          gauges: {
            ...gaugesOf,
            jobs: [
              {
                ...{ name: "salts", finishedAt: null, failedAt: null },
                startedAt: Date.parse("2026-11-27T08:00:00Z") / 1_000,
              },
            ],
          },
        }),
      },
      /^warning jobs: “salts” should have run long ago; the last time was 4h ago/,
    ],
    [
      "there are no backups",
      { settings: settingsWith({ backupDir: null }) },
      /^hint backup: None is/,
    ],
    ["there is none yet", { backupAt: null }, /^warning backup: BACKUP_DIR holds none/],
    [
      "the last backup is old",
      { backupAt: new Date("2026-11-25T02:40:00Z") },
      /^warning backup: The newest is 57h 20m old/,
    ],
    [
      "everything is kept",
      { settings: settingsWith({ retentionMonths: 0 }) },
      /^hint retention: Everything is kept for ever/,
    ],
    [
      "files run out",
      withCollector({ files: { open: 900, max: 1_024 } }),
      /^warning limits: 900 of 1,024 files are open/,
    ],
    [
      "few files may be open",
      withCollector({ files: { open: 20, max: 1_024 } }),
      /^hint limits: Only 1,024 files/,
    ],
    [
      "memory runs out",
      withCollector({ memoryBytes: 3.5 * gib }),
      /^warning limits: The server takes 3.8 GB of the 4.3 GB/,
    ],
    ["the server is root", withCollector({ isRoot: true }), /^hint user: The server runs as root/],
  ];

  test.each(cases)("tells when %s, and what to do", (_what, changes, said) => {
    const trouble = troubleOf(wholeFacts(changes));
    const told = trouble.filter((line) => said.test(line));
    expect([told.length, trouble.length > 0]).toEqual([1, true]);
    expect(trouble.filter((line) => line.endsWith("→ null"))).toEqual([]);
  });

  test("does not take a server for another whose database was slow to say which it is", () => {
    for (const status of [200, 503]) {
      const facts = wholeFacts({ reach: answered({ instance: null, status }) });
      expect(troubleOf(facts)).toEqual([]);
      const said = putIntoWords(examine(facts), "en").find(({ id }) => id === "address");
      expect(said?.what).toContain("leads to a server of ours");
    }
  });

  test("asks of a disk for programs alone no more room than they take", () => {
    expect(troubleOf(wholeFacts({ disks: runtimeDisk(64 * mib) }))).toEqual([]);
  });

  test("tells what is worse first", () => {
    const facts = wholeFacts({
      ...{ syncMs: 80, database: { kind: "failed", why: "x" } },
      settings: settingsWith({ mailCarrier: null }),
    });
    const order = examine(facts).map(({ state }) => state);
    expect(order.slice(0, 3)).toEqual(["failure", "warning", "hint"]);
    expect(order.slice(3).every((state) => state === "ok")).toBe(true);
  });

  test("says each of it in French as well", () => {
    for (const [, changes] of cases) {
      const facts = wholeFacts(changes);
      const [english, french] = (["en", "fr"] as const).map((locale) =>
        putIntoWords(examine(facts), locale),
      );
      expect(french?.map(({ id, state }) => [id, state])).toEqual(
        english?.map(({ id, state }) => [id, state]) ?? [],
      );
      expect(french?.map(({ what }) => what)).not.toContain(english?.[0]?.what ?? "");
    }
  });

  test("concludes nothing of jobs and addresses that a server just started cannot know", () => {
    const jobs = [{ name: "salts", startedAt: 1, finishedAt: null, failedAt: null }];
    const database = openDatabaseState({ gauges: { ...gaugesOf, jobs } });
    const server = serverFacts({
      uptimeSeconds: 5,
      collector: { crowd: crowd({ messages: 100, isEnough: false, fromPrivate: 100 }) },
    });
    expect(troubleOf(wholeFacts({ database, server }))).toEqual([]);
  });

  test("concludes nothing of most messages that may be one reader's", () => {
    const facts = wholeFacts(withCollector({ collector: { crowd: crowd({ fromOne: 1_500 }) } }));
    expect(troubleOf(facts)).toEqual([]);
    const said = putIntoWords(examine(facts), "en").filter(({ id }) => id === "visitors");
    expect(said).toMatchObject([{ what: messagesFor("en").doctor.visitors.few }]);
  });
});
