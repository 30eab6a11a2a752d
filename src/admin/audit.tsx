import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { formatInstant } from "#src/lib/format.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { AuditPage } from "#views/admin/audit-page.tsx";
import { readAuditPage } from "./store.ts";

const pageSize = 20;
const pageMax = 1_000_000;

/** `GET /admin/audit`: who did what, twenty a page. */
export async function showAudit(context: SignedInContext): Promise<Response> {
  const { url, deps, locale } = context;
  const page = parsePage(url.searchParams.get("page"));
  const offset = (page - 1) * pageSize;
  const { logs, total } = await readAuditPage(deps.database.orm, { offset, limit: pageSize });
  const rows = logs.map(({ id, at, actorEmail, action, subject, ip }) => ({
    id,
    at: { iso: at.toISOString(), text: formatInstant(locale, at) },
    who: actorEmail,
    action,
    subject,
    ip,
  }));
  const pages = Math.max(1, Math.ceil(total / pageSize));
  return htmlResponse(<AuditPage shell={shellOf(context)} {...{ rows, page, pages }} />);
}

function parsePage(text: string | null): number {
  const page = Number(text ?? 1);
  return Number.isSafeInteger(page) && page >= 1 && page <= pageMax ? page : 1;
}
