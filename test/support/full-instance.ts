import type { Sql } from "#src/db/client.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { packFinishedDays } from "#src/stats/segments/shelf.ts";
import { eventIn, makeSite, storeEvents } from "./events.ts";

/** The months that the events of a full instance lie in. */
export const fullMonths = ["2026-10-01", "2026-11-01"];

const zones = ["Europe/Paris", "America/New_York"];
const paths = ["/", "/prices", "/book", "/contact"];
const sources = ["", "Google", "Bing"];
const dayMs = 86_400_000;

/** Puts something into every table that is kept, with 2,400 events on ten days of two sites. */
export async function fillInstance(
  sql: Sql,
  now: Date,
): Promise<{ id: number; timeZone: string }[]> {
  const sites = [];
  for (const timeZone of zones)
    sites.push({
      id: await makeSite(sql, `${timeZone.slice(-5)}.example`.toLowerCase(), timeZone),
      timeZone,
    });
  await storeEvents(sql, sites.flatMap(eventsOf));
  await settleProjections(sql);
  await packFinishedDays(sql, now);
  await fillPeople(sql);
  await fillRest(sql);
  return sites;
}

function eventsOf({ id, timeZone }: { id: number; timeZone: string }) {
  return Array.from({ length: 1200 }, (_, index) => {
    const at = Date.parse("2026-10-01T12:00:00Z") + (index % 10) * 6 * dayMs + index * 17_000;
    const isView = index % 5 !== 0;
    return eventIn(timeZone, {
      site_id: id,
      ts: new Date(at).toISOString(),
      last_seen_at: new Date(at + 60_000).toISOString(),
      visitor: 1 + (Math.floor(index / 10) % 7),
      kind: isView ? "pageview" : "custom",
      name: isView ? "" : "Book now",
      path: paths[index % paths.length] ?? "/",
      source: sources[index % sources.length] ?? "",
      engaged_ms: isView ? (index % 9) * 1000 : 0,
      scroll: isView ? index % 101 : 0,
      props: isView ? null : { table: String(index % 3) },
    });
  });
}

async function fillPeople(sql: Sql): Promise<void> {
  await sql`
    insert into users (email, name, role, password_hash)
    values ('anna@agency.example', 'Anna', 'admin', 'x'), ('bob@shop.example', 'Bob', 'client', 'x')
  `;
  await sql`insert into user_sites (user_id, site_id) select users.id, sites.id from users, sites`;
  await sql`
    insert into audit_logs (actor_id, actor_email, action, subject, after, ip)
    select 1, 'anna@agency.example', 'site.created', domain, '{"name": "é\\"x"}', '192.0.2.1'
    from sites
    cross join generate_series(1, 50)
  `;
  await sql`
    insert into sessions (id_hash, user_id, csrf_token, expires_at)
    select '\\x01'::bytea || int4send(id), id, 'token', now() + interval '1 hour' from users
  `;
  await sql`
    insert into password_reset_tokens (token_hash, user_id, expires_at) values ('\\x02', 2, now())
  `;
}

async function fillRest(sql: Sql): Promise<void> {
  await sql`insert into settings (name, value) values ('note', '"kept"')`;
  await sql`insert into salts (site_id, day, salt) values (1, '2026-11-27', '\\x03')`;
  await sql`insert into refusals values (1, '2026-11-27', 'bot', 12), (0, '2026-11-27', 'key', 3)`;
  await sql`insert into idempotency_keys values (1, 99, now())`;
  await sql`insert into sign_in_failures values ('\\x04', 2, now())`;
  await sql`insert into recovery_codes values (1, '\\x05')`;
  await sql`insert into mails (kind, recipient, unique_key) values ('test', 'a@x.example', 'once')`;
  await sql`insert into mail_refusals values ('b@x.example', 'weekly', now())`;
  await sql`insert into site_tasks (site_id, kind, finished_at) values (1, 'rebuild', now())`;
  await sql`insert into site_alerts values (1, 'spike', now())`;
  await sql`insert into job_runs (name, started_at) values ('salts', now())`;
}
