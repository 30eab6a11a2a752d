/**
 * How long a dashboard takes, and DuckDB for the same: `bun run bench:stats [EVENTS] [--ours]`. Fills one busy
 * site among 50 with as many events over 90 days, on the embedded database as it is shipped. The
 * server is asked for the whole page, from the request to the last byte of HTML; DuckDB, in this
 * process and without any page, for the page's questions on the same events, one after the other.
 * Fails when the figures of the two differ. With `--ours` DuckDB is left out, to see how we grow. Prints one line of JSON last, medians in ms.
 */
import { join } from "node:path";
import { parseView } from "#src/dashboard/view.ts";
import { addDays, dayIn } from "#src/lib/time.ts";
import { readFirstDay } from "#src/stats/live.ts";
import { packFinishedDays } from "#src/stats/segments/shelf.ts";
import { makeSite } from "#test/support/events.ts";
import { medianOf } from "#test/support/figures.ts";
import { createFolder } from "#test/support/folder.ts";
import { paramsOf, signIn } from "./person.ts";
import { type LookName, lookNames, looks, questionsOf } from "./questions.ts";
import { assertAgreement } from "./rival/agreement.ts";
import { openDuckDb } from "./rival/duckdb.ts";
import { loadEvents } from "./rival/load.ts";
import { duckSqlOf } from "./rival/sql.ts";
import { type BenchStage, benchZone, setBenchStage } from "./stage.ts";
import { fillTraffic } from "./traffic.ts";

const events = Number(process.argv[2] ?? 5_000_000);
const others = 49;
const days = 90;
const repetitions = 7;
// Yesterday is the last day, so that every period is one that is finished.
const lastDay = addDays(dayIn("UTC", new Date()), -1);

const folder = createFolder("bench-duckdb");
const isAlone = process.argv.includes("--ours");
const duckDb = isAlone ? null : await openDuckDb(join(folder.path, "events.duckdb"));
const stage = await setBenchStage();
try {
  const { sql, siteId } = stage;
  await fill();
  await prepare(stage);
  if (duckDb) await timed("DuckDB loaded", () => loadEvents(stage, duckDb, folder.path));
  const firstDay = (await readFirstDay(sql, siteId)) ?? lastDay;
  const person = await signIn(stage);
  const ours: Partial<Record<LookName, number>> = {};
  const theirs: Partial<Record<LookName, number>> = {};
  for (const name of lookNames) {
    const params = paramsOf(lastDay, looks[name].days, looks[name].filters);
    const site = { id: siteId, timeZone: benchZone, firstDay };
    const view = parseView(params, site, new Date());
    const questions = questionsOf(view, firstDay);
    await person.timeDashboard(params);
    ours[name] = await medianMs(changeLastDay, async () => {
      await person.timeDashboard(params);
    });
    console.log(`${name}: ours ${ours[name]} ms`);
    if (!duckDb) continue;
    const asked = questions.map(duckSqlOf);
    const ask = async () => {
      for (const text of asked) await duckDb.read(text);
    };
    await ask();
    theirs[name] = await medianMs(async () => {}, ask);
    await assertAgreement(questions, { sql, scope: view.query, person, params, duckDb });
    console.log(`${name}: DuckDB ${theirs[name]} ms, all figures equal`);
  }
  const again = paramsOf(lastDay, looks.page_90d.days, looks.page_90d.filters);
  const second_look_ms = await medianMs(
    async () => {},
    async () => {
      await person.timeDashboard(again);
    },
  );
  const cold: Partial<Record<LookName, number>> = {};
  for (const name of ["none_90d", "page_90d"] as const) {
    const params = paramsOf(lastDay, looks[name].days, looks[name].filters);
    cold[name] = await medianMs(stage.restart, async () => {
      await person.timeDashboard(params);
    });
  }
  const [{ count = 0 } = {}] = await sql<{ count: number }[]>`
    select count(*)::int as count from events where site_id = ${siteId}
  `;
  console.log(JSON.stringify({ events: count, ours, duckdb: theirs, second_look_ms, cold }));
} finally {
  duckDb?.close();
  folder.remove();
  await stage.stop();
}

/** What the server does in the background before anybody looks. */
async function prepare({ sql }: BenchStage): Promise<void> {
  await timed("packed", () => packFinishedDays(sql, new Date()));
}

async function fill(): Promise<void> {
  const otherIds: number[] = [];
  for (let at = 0; at < others; at++) otherIds.push(await makeSite(stage.sql, `o${at}.example`));
  const traffic = { siteId: stage.siteId, otherIds, events, lastDay, days };
  await timed("filled", () =>
    stage.withoutServer(async (connect) => {
      const times = await fillTraffic(connect, traffic, (done) => {
        if (done % 10 === 0) console.log(`${done} of ${days} days`);
      });
      const parts = Object.entries(times).map(([part, s]) => `${part} ${Math.round(s)} s`);
      console.log(`of which, overlapping: ${parts.join(", ")}`);
    }),
  );
}

/** The day that is running changes all the time, and what was remembered of it is void; no other. */
async function changeLastDay(): Promise<void> {
  await stage.sql`
    update day_versions set version = version + 1
    where site_id = ${stage.siteId} and day = ${lastDay}
  `;
}

async function medianMs(before: () => Promise<void>, work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < repetitions; at++) {
    await before();
    const beganMs = performance.now();
    await work();
    times.push(performance.now() - beganMs);
  }
  return Math.round(medianOf(times) * 10) / 10;
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const beganMs = performance.now();
  await work();
  console.log(`${what} in ${Math.round((performance.now() - beganMs) / 1_000)} s`);
}
