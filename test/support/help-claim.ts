import type { HelpBlock } from "./help-blocks.ts";
import type { BlockSite } from "./help-stage.ts";

/** What boxes of code promise, and how that is tried out. */
export interface Claim {
  /** Goes on after the place of the box. */
  title: string;
  /** Whether a box is one of these; exactly one claim says so of each. */
  holds(block: HelpBlock): boolean;
  /** Does with the box what its page says to do. Errors: those of `expect`. */
  run(site: BlockSite, block: HelpBlock): Promise<void>;
}
