import type { Deps } from "#src/auth/route.ts";
import { isClockDoubted } from "./clock-store.ts";

/** Makes a job, of which nothing can be taken back, rest while the clock may be wrong. */
export function byGoodClock(run: (deps: Deps) => Promise<void>): (deps: Deps) => Promise<void> {
  return async (deps) => {
    if (!(await isClockDoubted(deps.database.orm, deps.now()))) await run(deps);
  };
}
