import type { DropReason } from "./drop-reason.ts";
import type { EventRow } from "./event-row.ts";
import {
  putAction,
  putDevice,
  putLanguage,
  putOther,
  putPage,
  putPlace,
  putSource,
  putTime,
  putVisitor,
} from "./fields.ts";
import { type Arrival, Hit } from "./hit.ts";
import { isOutage } from "./outage.ts";
import {
  dropBot,
  dropDoNotTrack,
  dropExcludedIp,
  dropExcludedPath,
  dropForeignOrigin,
  dropForeignPage,
  dropMalformed,
  dropOverRate,
  dropTooLarge,
  dropUnknownSite,
  dropWhileOverloaded,
} from "./refusals.ts";
import type { Step, Tools } from "./step.ts";

/** Everything that is done with a message before it is stored, in this order, the cheapest first. */
const steps: readonly Step[] = [
  dropWhileOverloaded,
  dropOverRate,
  dropTooLarge,
  dropUnknownSite,
  dropDoNotTrack,
  dropExcludedIp,
  dropBot,
  dropForeignOrigin,
  dropMalformed,
  dropForeignPage,
  putPage,
  dropExcludedPath,
  putTime,
  putVisitor,
  putSource,
  putPlace,
  putDevice,
  putLanguage,
  putAction,
  putOther,
];

/** What becomes of a message: rows to be stored, or the reason why not. */
export type Result = { rows: EventRow[]; bytes: number } | { dropped: DropReason };

/** Leads a message through the steps. A database that is away is a reason, not an error. */
export async function runPipeline(arrival: Arrival, tools: Tools): Promise<Result> {
  const hit = new Hit(arrival);
  try {
    for (const step of steps) {
      const verdict = step(hit, tools);
      const dropped = verdict instanceof Promise ? await verdict : verdict;
      if (dropped) return { dropped };
    }
  } catch (error) {
    if (isOutage(error)) return { dropped: "unavailable" };
    throw error;
  }
  return { rows: hit.rows(), bytes: hit.bytes };
}
