import { and, eq, gt, inArray, isNull, or } from "drizzle-orm";
import { sessions, sites, userSites, users } from "#src/db/schema/tables.ts";
import type { Rows } from "./session.ts";

/**
 * Which of these sessions may still look at a site. The guard looks at a request when it comes; a
 * stream is one request for minutes, in which its reader may be disabled, signed out, or lose the
 * site.
 */
export async function readAdmitted(
  rows: Rows,
  input: { siteId: number; sessionIds: readonly number[]; now: Date },
): Promise<Set<number>> {
  const { siteId, sessionIds, now } = input;
  const found = await rows
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(sites, eq(sites.id, siteId))
    .leftJoin(userSites, and(eq(userSites.userId, users.id), eq(userSites.siteId, siteId)))
    .where(
      and(
        inArray(sessions.id, [...new Set(sessionIds)]),
        eq(sessions.stage, "full"),
        gt(sessions.expiresAt, now),
        isNull(users.disabledAt),
        isNull(sites.deletedAt),
        // What is archived only admins still look at.
        or(eq(users.role, "admin"), and(eq(userSites.siteId, siteId), isNull(sites.archivedAt))),
      ),
    );
  return new Set(found.map(({ id }) => id));
}
