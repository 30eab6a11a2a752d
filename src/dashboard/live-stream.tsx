import { renderToString } from "preact-render-to-string";
import type { SignedInContext } from "#src/auth/route.ts";
import { AppError } from "#src/lib/errors.ts";
import { Online } from "#views/dashboard/online.tsx";
import type { Pulse } from "./pulse.ts";
import { type WatchedSite, watchSite } from "./watch.ts";

// A refresh asks some ten questions, so of a busy site a page does it no oftener than once a second,
// and when many look at the site all of them together no oftener than that.
const refreshMs = 1_000;
const refreshMaxMs = 5_000;
// A comment now and then tells proxies, and us, that the other end is still there.
const heartbeatMs = 20_000;
// Ended by then, the browser comes back at once and its session is looked at anew.
const lifeMaxMs = 300_000;
// A browser that takes nothing any more; each message is a few hundred bytes.
const unsentMax = 32;

/**
 * The stream of a dashboard: a piece of HTML whenever another number of people is on the site, and
 * the event `figures` when the figures have changed since `seen`, the version the page shows. The
 * event `minute` says that another one has begun: the last half-hour is not the same then, though
 * nobody did anything.
 */
export function liveStream(c: SignedInContext, site: WatchedSite, seen: string | null): Response {
  c.keepOpen();
  const { now } = c.deps;
  const encoder = new TextEncoder();
  const startedAt = now().getTime();
  let watch: { stop(): void } | null = null;
  const shown = { online: -1, version: seen, refreshedAt: 0, spokeAt: startedAt };
  let minute = minuteOf(startedAt);

  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const end = () => {
        watch?.stop();
        c.request.signal.removeEventListener("abort", end);
        try {
          controller.close();
        } catch {
          // The other end has closed it already.
        }
      };
      const onPulse = (pulse: Pulse, watchers: number) => {
        const at = now().getTime();
        const text = messagesOf(pulse, at, Math.min(refreshMs * watchers, refreshMaxMs));
        if (text) {
          controller.enqueue(encoder.encode(text));
          shown.spokeAt = at;
        }
        if (at - startedAt > lifeMaxMs || (controller.desiredSize ?? 0) < -unsentMax) end();
      };
      const { userId, sessionId } = c.principal;
      watch = watchSite(c.deps, site, { userId, sessionId, tell: onPulse, end });
      if (!watch) throw new AppError("busy", 503);
      if (c.request.signal.aborted) end();
      else c.request.signal.addEventListener("abort", end);
      // Bun sends the headers with the first bytes, and the browser waits for them.
      controller.enqueue(encoder.encode(": here\n\n"));
    },
    cancel: () => watch?.stop(),
  });

  function messagesOf({ online, version }: Pulse, at: number, refreshEveryMs: number): string {
    let text = "";
    if (online !== shown.online) {
      const html = renderToString(<Online locale={c.locale} online={online} />);
      text += `data: ${html}\n\n`;
      shown.online = online;
    }
    shown.version ??= version;
    if (version !== shown.version && at - shown.refreshedAt >= refreshEveryMs) {
      text += `id: ${version}\nevent: figures\ndata:\n\n`;
      shown.version = version;
      shown.refreshedAt = at;
    }
    if (minuteOf(at) !== minute) {
      text += "event: minute\ndata:\n\n";
      minute = minuteOf(at);
    }
    return text || (at - shown.spokeAt >= heartbeatMs ? ": still here\n\n" : "");
  }

  return new Response(body, {
    headers: { "content-type": "text/event-stream", "x-accel-buffering": "no" },
  });
}

function minuteOf(at: number): number {
  return Math.floor(at / 60_000);
}
