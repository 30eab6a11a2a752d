import type { DatabaseState, Facts } from "#src/doctor/facts.ts";
import type { ServerFacts } from "#src/doctor/server-facts.ts";

const now = new Date("2026-11-27T12:00:00Z");
const gib = 2 ** 30;
const instance = "0123456789abcdef";

const settings: Facts["settings"] = {
  ...{ dataDir: "/data", runtimeDir: null, geoipFile: null, backupDir: "/backups" },
  ...{ publicUrl: "https://stats.example", retentionMonths: 25 },
  ...{ isEmbedded: true, mailCarrier: "mail.example", trustedProxies: [] },
};

/** A server of which nothing is to be said, but for what a test changes. */
export function serverFacts(
  changes: Partial<Omit<ServerFacts, "collector">> & {
    collector?: Partial<ServerFacts["collector"]>;
  } = {},
): ServerFacts {
  const { collector, ...rest } = changes;
  return {
    ...{ version: "1.0.0", settings, isRoot: false, uptimeSeconds: 864_000 },
    ...{ memoryBytes: 2e8, files: { open: 100, max: 65_536 } },
    ...rest,
    collector: {
      ...{ accepted: 9_000, waiting: 0, isDatabaseAway: false, refusal: null },
      spool: { bytes: 0, maxBytes: gib, records: 0, broken: 0, ageSeconds: 0 },
      places: { name: "Countries", builtAt: "2026-10-01T00:00:00.000Z" },
      crowd: crowd({}),
      ...collector,
    },
  };
}

type Crowd = ServerFacts["collector"]["crowd"];

/** Where messages came from: from everywhere, but for what a test changes. */
export function crowd(changes: Partial<Crowd>): Crowd {
  const none = { fromOne: 0, one: null, fromPrivate: 0, fromCloudflare: 0, forwardIgnored: 0 };
  return { messages: 2_000, isEnough: true, ...none, ...changes };
}

type Open = Extract<DatabaseState, { kind: "open" }>;

/** A database of which nothing is to be said, but for what a test changes. */
export function openDatabaseState(changes: Partial<Open> = {}): Open {
  return {
    ...{ kind: "open", version: "18.4", bytes: 1e9, skewMs: 0, jobErrors: [] },
    vitals: { now, instance, pending: 0, lagSeconds: 0, failedJobs: [] },
    gauges: {
      ...{ size: 1e9, connectionsTaken: 20, connectionsMax: 100 },
      ...{ mailsWaiting: 0, mailsFailed: 0, jobs: [] },
      connections: [{ state: "idle", count: 8 }],
    },
    ...changes,
  };
}

/** An installation of which nothing is to be said, but for what a test changes. */
export function wholeFacts(changes: Partial<Facts> = {}): Facts {
  return {
    ...{ settings, now, version: "1.0.0", server: serverFacts(), database: openDatabaseState() },
    syncMs: 1,
    disks: [{ setting: "DATA_DIR", disk: { freeBytes: 50 * gib, totalBytes: 100 * gib } }],
    reach: answered({}),
    certificate: { kind: "valid", until: new Date("2027-01-20T00:00:00Z") },
    backupAt: new Date("2026-11-27T02:40:00Z"),
    machine: { memoryBytes: 4 * gib },
    ...changes,
  };
}

type Answered = Extract<Facts["reach"], { kind: "answered" }>;

/** What comes back from the server itself, but for what a test changes. */
export function answered(changes: Partial<Answered>): Answered {
  return {
    ...{ kind: "answered", instance, status: 200, isHealth: true, skewMs: 0 },
    ...changes,
  };
}

/** The settings that `wholeFacts` has, with some changed. */
export function settingsWith(changes: Partial<Facts["settings"]>): Facts["settings"] {
  return { ...settings, ...changes };
}
