import type { Sql } from "#src/db/client.ts";
import { dayIn } from "#src/lib/time.ts";

/** A row of `events` as a test gives it; what is left out has a plain default. */
export interface EventFields {
  site_id: number;
  day: string;
  visitor: number;
  id: number;
  ts: string;
  last_seen_at: string;
  kind: string;
  path: string;
  hostname: string;
  name: string;
  target: string;
  props: Record<string, unknown> | null;
  engaged_ms: number;
  scroll: number;
  referrer: string;
  source: string;
  channel: string;
  utm_source: string;
  utm_medium: string;
  utm_campaign: string;
  utm_term: string;
  utm_content: string;
  country: string;
  region: string;
  city: string;
  device: string;
  browser: string;
  browser_version: string;
  os: string;
  os_version: string;
  language: string;
  screen: string;
}

let lastId = 0;

/**
 * A pageview of `/` by visitor 1, from France on a desktop, seen at its start only. The day is
 * that of `ts` in UTC unless it is given.
 */
export function eventOf(
  fields: Partial<EventFields> & Pick<EventFields, "site_id" | "ts">,
): EventFields {
  lastId += 1;
  return {
    day: fields.ts.slice(0, 10),
    visitor: 1,
    id: lastId,
    last_seen_at: fields.ts,
    kind: "pageview",
    path: "/",
    hostname: "shop.example",
    name: "",
    target: "",
    props: null,
    engaged_ms: 0,
    scroll: 0,
    referrer: "",
    source: "",
    channel: "direct",
    utm_source: "",
    utm_medium: "",
    utm_campaign: "",
    utm_term: "",
    utm_content: "",
    country: "FR",
    region: "",
    city: "",
    device: "desktop",
    browser: "Firefox",
    browser_version: "140",
    os: "Windows",
    os_version: "10",
    language: "fr",
    screen: "1920x1080",
    ...fields,
  };
}

/** The same with the day that the instant has in a zone. */
export function eventIn(
  zone: string,
  fields: Partial<EventFields> & Pick<EventFields, "site_id" | "ts">,
): EventFields {
  return eventOf({ day: dayIn(zone, new Date(fields.ts)), ...fields });
}

/**
 * Stores events and their outbox keys in one statement, as the collector does: an event that is
 * there already keeps the most it was ever told.
 */
export async function storeEvents(sql: Sql, events: readonly EventFields[]): Promise<void> {
  const columns = Object.keys(eventOf({ site_id: 0, ts: "" }));
  await sql`
    with written as (
      insert into events as stored (${sql(columns)})
      select ${sql(columns)}
      from jsonb_populate_recordset(null::events, ${sql.json(events as never)})
      on conflict (site_id, day, visitor, id) do update
      set engaged_ms = greatest(stored.engaged_ms, excluded.engaged_ms),
          last_seen_at = greatest(stored.last_seen_at, excluded.last_seen_at)
      returning site_id, day, visitor
    )
    insert into pending (site_id, day, visitor)
    select distinct site_id, day, visitor
    from written
  `;
}

/** Makes a site and returns its id. */
export async function makeSite(sql: Sql, domain: string, zone = "UTC"): Promise<number> {
  const [site] = await sql<{ id: number }[]>`
    insert into sites (key, domain, name, time_zone)
    values (${domain.slice(0, 12).padEnd(12, "0")}, ${domain}, ${domain}, ${zone})
    returning id
  `;
  return site?.id ?? 0;
}
