import type { SignedInContext } from "#src/auth/route.ts";
import { csvLine } from "#src/lib/csv.ts";
import type { Locale } from "#src/lib/locale.ts";
import { dayIn } from "#src/lib/time.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { parseAuditFilter } from "./audit-filter.ts";
import { type AuditLog, readAuditPortions } from "./store.ts";

const columns = ["time", "who", "action", "code", "subject", "before", "after", "address"];

/** `GET /admin/audit.csv`: all of the audit log, as filtered. */
export function exportAudit({ url, deps, locale, keepOpen }: SignedInContext): Response {
  const portions = readAuditPortions(deps.database.orm, parseAuditFilter(url.searchParams));
  keepOpen();
  const today = dayIn("UTC", deps.now());
  return new Response(streamOf(portions, locale), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="audit-${today}.csv"`,
    },
  });
}

/** A portion is read when the one before has been sent, and no more once nobody listens. */
function streamOf(portions: AsyncGenerator<AuditLog[]>, locale: Locale): ReadableStream {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(csvLine(columns))),
    pull: async (controller) => {
      const { value, done } = await portions.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.map((log) => lineOf(log, locale)).join("")));
    },
    cancel: async () => {
      await portions.return(undefined);
    },
  });
}

function lineOf(log: AuditLog, locale: Locale): string {
  const { admin } = messagesFor(locale);
  const actions: Record<string, string> = admin.actions;
  const jsonOf = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return csvLine([
    log.at.toISOString(),
    log.actorEmail ?? admin.server,
    actions[log.action] ?? log.action,
    log.action,
    log.subject,
    jsonOf(log.before),
    jsonOf(log.after),
    log.ip,
  ]);
}
