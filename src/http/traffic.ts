import { createHistogram, type Timings } from "#src/lib/histogram.ts";

/** How often each door was asked for, and how it has answered. */
export interface DoorCount {
  method: string;
  /** The pattern of the address, such as `/sites/:domain`. */
  route: string;
  /** The first digit of the status, such as `2xx`. */
  status: string;
  requests: number;
}

/** Counts the pages that were asked for: as many numbers as there are doors, times five. */
export interface Traffic {
  note(answered: { method: string; route: string; status: number; durationMs: number }): void;
  read(): { doors: DoorCount[]; timings: Timings };
}

/** Makes counters that begin at nought. */
export function createTraffic(): Traffic {
  const counts = new Map<string, DoorCount>();
  const timings = createHistogram();
  return {
    note: ({ method, route, status: code, durationMs }) => {
      const status = `${Math.floor(code / 100)}xx`;
      const key = `${method} ${route} ${status}`;
      const known = counts.get(key);
      if (known) known.requests += 1;
      else counts.set(key, { method, route, status, requests: 1 });
      timings.note(durationMs);
    },
    read: () => ({ doors: [...counts.values()], timings: timings.read() }),
  };
}
