import { sql } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import { mailRefusals, userSites, users } from "#src/db/schema/tables.ts";
import type { Site } from "#src/sites/site.ts";

/** How many people can read the figures of a site, and how many are sent reports of it. */
export interface Readers {
  admins: number;
  clients: number;
  /** Of those the ones who are sent reports. */
  reported: number;
  /** Addresses without an account that are sent reports. */
  addresses: number;
}

/** Counts them. An archived site is there for admins alone, and no report is sent of it. */
export async function countReaders(rows: Rows, site: Site): Promise<Readers> {
  const isCounted = site.archivedAt === null;
  const [people] = await rows.execute<Omit<Readers, "addresses">>(sql`
    select count(*) filter (where role = 'admin')::int as admins,
           count(*) filter (where role = 'client')::int as clients,
           count(*) filter (where ${isCounted} and (weekly_mail or monthly_mail))::int as reported
    from ${users}
    where disabled_at is null
      and (
        role = 'admin'
        or ${isCounted} and exists (
          select
          from ${userSites}
          where user_id = ${users.id} and site_id = ${site.id}
        )
      )
  `);
  const addresses = isCounted ? await countAddresses(rows, site) : 0;
  return { admins: 0, clients: 0, reported: 0, ...people, addresses };
}

/** Who has an account is counted there, and who has refused both kinds of report is sent none. */
async function countAddresses(rows: Rows, { reportEmails }: Site): Promise<number> {
  if (reportEmails.length === 0) return 0;
  const [found] = await rows.execute<{ addresses: number }>(sql`
    select count(*)::int as addresses
    from unnest(array[${sql.join(reportEmails, sql`, `)}]::text[]) as given (address)
    where not exists (select from ${users} where email = given.address)
      and 2 > (
        select count(*)
        from ${mailRefusals}
        where ${mailRefusals.address} = given.address and kind in ('weekly', 'monthly')
      )
  `);
  return found?.addresses ?? 0;
}
