import { withoutNul } from "#src/lib/form.ts";
import { type Day, parseDay } from "#src/lib/time.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** What of the audit log is asked for; an empty text or null asks for all. */
export interface AuditFilter {
  /** An e-mail address, or `server` for what nobody's account did. */
  actor: string;
  /** A code such as `site.update`, or the group `site` of all that begin with it. */
  action: string;
  /** How the subject begins, in lower case. */
  subject: string;
  /** Days of UTC, both included. */
  from: Day | null;
  to: Day | null;
}

const textMax = 254;

/** Reads a filter from an address; what is no day asks for all of them. */
export function parseAuditFilter(params: URLSearchParams): AuditFilter {
  const text = (name: string) =>
    withoutNul(params.get(name) ?? "")
      .trim()
      .slice(0, textMax)
      .toWellFormed();
  return {
    actor: text("actor"),
    action: text("action"),
    subject: text("subject").toLowerCase(),
    from: parseDay(params.get("from")),
    to: parseDay(params.get("to")),
  };
}

/** The filter as a query, without what asks for all; empty when nothing is filtered. */
export function auditQueryOf(filter: AuditFilter): string {
  const set = Object.entries(filter).filter((entry): entry is [string, string] => !!entry[1]);
  return new URLSearchParams(set).toString();
}

/** The codes that a filter's action stands for: itself, or those of the group. */
export function codesOf(action: string): string[] {
  const known = Object.keys(messagesFor("en").admin.actions);
  const group = known.filter((code) => code.startsWith(`${action}.`));
  return group.length > 0 ? group : [action];
}
