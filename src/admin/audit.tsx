import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { formatInstant } from "#src/lib/format.ts";
import { parsePageNumber } from "#src/lib/page-number.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { AuditPage } from "#views/admin/audit-page.tsx";
import { auditQueryOf, parseAuditFilter } from "./audit-filter.ts";
import { auditCountMax, readActors, readAuditPage } from "./store.ts";

const pageSize = 20;
const pageMax = auditCountMax / pageSize;

/** `GET /admin/audit`: who did what, twenty a page. */
export async function showAudit(context: SignedInContext): Promise<Response> {
  const { url, deps, locale } = context;
  const { orm } = deps.database;
  const filter = parseAuditFilter(url.searchParams);
  const page = parsePageNumber(url.searchParams.get("page"), pageMax);
  const [{ logs, total }, actors] = await Promise.all([
    readAuditPage(orm, filter, { offset: (page - 1) * pageSize, limit: pageSize }),
    readActors(orm),
  ]);
  const rows = logs.map(({ id, at, actorEmail, action, subject, before, after, ip }) => ({
    id,
    at: { iso: at.toISOString(), text: formatInstant(locale, at) },
    who: actorEmail,
    action,
    subject,
    before: fieldsOf(before),
    after: fieldsOf(after),
    ip,
  }));
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const query = auditQueryOf(filter);
  const props = { rows, page, pages, isCut: total === auditCountMax, filter, actors, query };
  return htmlResponse(<AuditPage shell={shellOf(context)} {...props} />);
}

function fieldsOf(json: unknown): Record<string, unknown> {
  return json !== null && typeof json === "object" ? (json as Record<string, unknown>) : {};
}
