import type { Directory } from "#src/sites/directory.ts";
import type { ReadAgent } from "./agent.ts";
import type { DropReason } from "./drop-reason.ts";
import type { Hit } from "./hit.ts";
import type { FindPlace } from "./place.ts";
import type { TakeTurn } from "./rate.ts";
import type { Salts } from "./salts.ts";
import type { KeepKnown } from "./variety.ts";

/** What the steps work with; each is bounded and lives as long as the collector. */
export interface Tools {
  directory: Directory;
  salts: Salts;
  takeTurn: TakeTurn;
  readAgent: ReadAgent;
  findPlace: FindPlace;
  keepKnown: KeepKnown;
  /** Why the queue takes nothing more at present, or null. */
  refusal: () => DropReason | null;
}

type Verdict = DropReason | null;

/**
 * One step of the pipeline: `drop…` refuses with a reason, `put…` adds to the row. Null lets the
 * message go on. A step that knows its answer gives it at once, without a promise.
 */
export type Step = (hit: Hit, tools: Tools) => Verdict | Promise<Verdict>;
