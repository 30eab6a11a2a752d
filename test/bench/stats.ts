/**
 * How long a dashboard takes: `bun run bench:stats [EVENTS]`. Fills one busy site among 50 with as
 * many events over 90 days, on the embedded database as it is shipped, and asks the server for the
 * whole page, from the request to the last byte of HTML. Prints one line of JSON last, medians in ms.
 */
import { createHash, randomBytes } from "node:crypto";
import { addDays, dayIn } from "#src/lib/time.ts";
import { makeSite } from "#test/support/events.ts";
import { medianOf } from "#test/support/figures.ts";
import { benchDomain, setBenchStage } from "./stage.ts";
import { fillTraffic } from "./traffic.ts";

const events = Number(process.argv[2] ?? 5_000_000);
const others = 49;
const days = 90;
const looks = 7;

const filters = {
  none: [],
  country: ["country:is:FR"],
  page: ["path:is:/page/0"],
  rare: ["path:is:/page/1500"],
  source_device: ["source:is:Source 1", "device:is:mobile"],
} as const;

const stage = await setBenchStage();
try {
  const { sql, siteId } = stage;
  const otherIds: number[] = [];
  for (let at = 0; at < others; at++) otherIds.push(await makeSite(sql, `o${at}.example`));
  // Yesterday is the last day, so that every period is one that is finished.
  const lastDay = addDays(dayIn("UTC", new Date()), -1);
  const startedMs = performance.now();
  await fillTraffic(sql, { siteId, otherIds, events, lastDay, days }, (done, total) => {
    if (done % 10 === 0) console.log(`${done} of ${total} days`);
  });
  console.log(`filled in ${Math.round((performance.now() - startedMs) / 1_000)} s`);
  const [{ count = 0 } = {}] = await sql<{ count: number }[]>`
    select count(*)::int as count from events where site_id = ${siteId}
  `;
  const cookie = await signIn();
  /** What is remembered is good for a version: with another, the page is counted anew. */
  const forget = () => sql`update day_versions set version = version + 1 where site_id = ${siteId}`;
  const look = async (from: number, filter: readonly string[], isFirst = true) => {
    const params = new URLSearchParams({ period: "custom", to: lastDay });
    params.set("from", addDays(lastDay, 1 - from));
    for (const one of filter) params.append("filter", one);
    const times: number[] = [];
    for (let at = 0; at < looks; at++) {
      if (isFirst) await forget();
      const beginMs = performance.now();
      const url = `${stage.server.origin}/sites/${benchDomain}?${params}`;
      const answer = await fetch(url, { headers: { cookie } });
      const html = await answer.text();
      if (answer.status !== 200 || !html.includes("panel-pages"))
        throw new Error(`the dashboard answered ${answer.status}`);
      times.push(performance.now() - beginMs);
    }
    return Math.round(medianOf(times));
  };
  const ours = {
    none_30d: await look(30, filters.none),
    none_90d: await look(90, filters.none),
    none_12m: await look(365, filters.none),
    country_30d: await look(30, filters.country),
    country_90d: await look(90, filters.country),
    page_30d: await look(30, filters.page),
    page_90d: await look(90, filters.page),
    rare_90d: await look(90, filters.rare),
    source_device_90d: await look(90, filters.source_device),
  };
  const second_look_ms = await look(90, filters.page, false);
  console.log(JSON.stringify({ events: count, ours, second_look_ms }));
} finally {
  await stage.stop();
}

/** A session of an admin; returns the cookie. */
async function signIn(): Promise<string> {
  const id = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(id).digest();
  await stage.sql`
    with admin as (
      insert into users (email, name, role, password_hash)
      values ('anna@agency.example', 'Anna', 'admin', 'none')
      returning id
    )
    insert into sessions (id_hash, user_id, csrf_token, expires_at)
    select ${hash}, id, 'token', now() + interval '8 hours'
    from admin
  `;
  return `tracker_session=${id}`;
}
