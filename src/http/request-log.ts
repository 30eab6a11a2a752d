import type { Elysia } from "elysia";
import type { Log } from "#src/lib/log.ts";
import { bodyBytesOf } from "#src/lib/respond.ts";
import type { Traffic } from "./traffic.ts";

/** A page that was answered. Shape: `route` is the pattern of its address, never the address. */
interface Answered {
  request: Request;
  method: string;
  route: string;
  startedAt: number;
  response: Response;
}

/** Notes which pages were answered. */
export interface PageNotes {
  note(answered: Answered): void;
  /** Whether the answer to a request was noted, as that of a page. */
  has(request: Request): boolean;
}

/**
 * Makes what notes that a page was answered: a number for the metrics, and a line for the log. An
 * address may hold a token, a domain or what somebody searches for, so its pattern is told.
 */
export function createPageNotes(traffic: Traffic, log: Log): PageNotes {
  const noted = new WeakSet<Request>();
  return {
    note: ({ request, method, route, startedAt, response }) => {
      noted.add(request);
      const durationMs = performance.now() - startedAt;
      const { status } = response;
      traffic.note({ method, route, status, durationMs });
      const bytes = bodyBytesOf(response);
      const known = bytes === null ? {} : { bytes };
      log("info", "page", { method, route, status, ms: Math.round(durationMs), ...known });
    },
    has: (request) => noted.has(request),
  };
}

/**
 * Has every request logged that is for no page: messages of the collector, scripts, files, health.
 * Hooks cost something with each message, even those that do nothing, so they are there at level
 * `debug` only.
 */
export function logOtherRequests(app: Elysia, pages: PageNotes, log: Log): void {
  const startedAt = new WeakMap<Request, number>();
  app.onRequest(({ request }) => {
    startedAt.set(request, performance.now());
  });
  app.onAfterResponse({ as: "global" }, ({ request, route, set, responseValue }) => {
    if (pages.has(request)) return;
    const { method } = request;
    const ms = Math.round(performance.now() - (startedAt.get(request) ?? performance.now()));
    const status = responseValue instanceof Response ? responseValue.status : set.status;
    log("debug", "request", { method, route, status: Number(status ?? 200), ms });
  });
}
