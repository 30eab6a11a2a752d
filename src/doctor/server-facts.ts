import { readdirSync, readFileSync } from "node:fs";
import type { Deps } from "#src/auth/route.ts";
import type { CollectStats } from "#src/lib/collect-stats.ts";
import { type Settings, settingsOf } from "./settings.ts";

/** What only a running server knows of itself; a command is told it as JSON. */
export interface ServerFacts {
  version: string;
  settings: Settings;
  isRoot: boolean;
  uptimeSeconds: number;
  memoryBytes: number;
  /** Files and connections that are open, and how many may be; null where the system does not say. */
  files: { open: number; max: number } | null;
  collector: Pick<CollectStats, "accepted" | "waiting" | "isDatabaseAway" | "refusal" | "crowd"> & {
    spool: Omit<CollectStats["spool"], "since"> & { ageSeconds: number };
    places: { name: string; builtAt: string };
  };
}

/** Reads them in the server itself. */
export function readServerFacts({
  version,
  config,
  readCollector,
  now,
}: Pick<Deps, "version" | "config" | "readCollector" | "now">): ServerFacts {
  const { accepted, waiting, isDatabaseAway, refusal, crowd, spool, places } = readCollector();
  const { since, ...kept } = spool;
  const ageSeconds = since
    ? Math.max(0, Math.round((now().getTime() - since.getTime()) / 1_000))
    : 0;
  return {
    version,
    settings: settingsOf(config),
    isRoot: process.getuid?.() === 0,
    uptimeSeconds: Math.round(process.uptime()),
    memoryBytes: process.memoryUsage.rss(),
    files: readFiles(),
    collector: {
      ...{ accepted, waiting, isDatabaseAway, refusal, crowd },
      spool: { ...kept, ageSeconds },
      places: { name: places.name, builtAt: places.builtAt.toISOString() },
    },
  };
}

/** Linux alone says so, in /proc: `Max open files            1024                 524288  files`. */
function readFiles(): ServerFacts["files"] {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    const [, max = ""] = /^Max open files +(\S+)/m.exec(limits) ?? [];
    const open = readdirSync("/proc/self/fd").length;
    return { open, max: max === "unlimited" ? Number.MAX_SAFE_INTEGER : Number(max) };
  } catch {
    return null;
  }
}
