/** A sleep that others can cut short. */
export interface Alarm {
  /** Ends the sleep at hand, or the next one when nobody is asleep. */
  ring(): void;
  /** Rings, and lets nobody sleep any more. */
  stop(): void;
  readonly stopped: boolean;
  /** Resolves after `ms`, or as soon as it rings. */
  sleep(ms: number): Promise<void>;
}

/** Makes an alarm for one sleeper. */
export function createAlarm(): Alarm {
  let rung = false;
  let stopped = false;
  let wake: (() => void) | null = null;
  const ring = () => {
    rung = true;
    wake?.();
  };
  return {
    ring,
    stop: () => {
      stopped = true;
      ring();
    },
    get stopped() {
      return stopped;
    },
    sleep: async (ms) => {
      if (!rung && !stopped && ms > 0)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      wake = null;
      rung = false;
    },
  };
}
