/**
 * Whether those who look disturb those who count: `bun run bench:reload [SECONDS] [EVENTS]`. Fills a
 * site with as many events over 90 days. While 2,000 messages a second are due at its collector,
 * answered or not, 20 people reload filtered dashboards of its last 90 days, each again as soon as
 * it is there; today, to which the messages go, is one of the days. Everything shares the machine's
 * cores. Prints one line of JSON last; latencies in ms, of messages from the instant they were due.
 */
import { addDays, dayIn } from "#src/lib/time.ts";
import { type Person, paramsOf, signIn } from "./person.ts";
import { cpuOf, treeOf } from "./process-tree.ts";
import { benchZone, runLoad, setBenchStage } from "./stage.ts";
import { fillTraffic, popularPage, rarePage } from "./traffic.ts";

const seconds = Number(process.argv[2] ?? 60);
const events = Number(process.argv[3] ?? 1_000_000);
const warmUpSeconds = 5;
const days = 90;
const people = 20;
const load = { rate: 2_000, connections: 256 };
const collectorP99MaxMs = 50;

/** Each of the people has one of these. */
const filters = [
  ["country:is:FR"],
  [`path:is:${popularPage}`],
  ["device:is:mobile"],
  ["source:is:Source 1", "device:is:mobile"],
  [`path:is:${rarePage}`],
];

const stage = await setBenchStage();
try {
  const today = dayIn(benchZone, new Date());
  const traffic = { siteId: stage.siteId, otherIds: [], events, lastDay: addDays(today, -1), days };
  await stage.withoutServer(async (connect) => {
    await fillTraffic(connect, traffic, () => {});
  });
  console.log(`filled ${events} events`);
  const person = await signIn(stage);
  await Promise.all([runLoad(stage.port, { ...load, seconds: warmUpSeconds }), reload(person, 0)]);
  const alone = await runLoad(stage.port, { ...load, seconds: warmUpSeconds });
  console.log(`collector while nobody looks: p50 ${alone.p50} ms, p99 ${alone.p99} ms`);
  const [server = 0, ...database] = treeOf(stage.server.pid);
  const before = { server: cpuOf([server]), database: cpuOf(database) };
  let isOver = false;
  const loading = runLoad(stage.port, { ...load, seconds }).finally(() => {
    isOver = true;
  });
  const times: number[] = [];
  const reloading = Array.from({ length: people }, async (_, index) => {
    while (!isOver) times.push(await reload(person, index));
  });
  const collected = await loading;
  await Promise.all(reloading);
  const cores = (pids: number[], first: number) => ((cpuOf(pids) - first) / seconds).toFixed(2);
  const rps = Math.round(collected.acked / collected.seconds);
  const [p50, p99] = [quantileOf(times, 0.5), quantileOf(times, 0.99)];
  console.log(`collector: ${rps} messages/s, p50 ${collected.p50} ms, p99 ${collected.p99} ms`);
  console.log(`refused: ${JSON.stringify(collected.refused)}, longest ${collected.max} ms`);
  console.log(`${(times.length / seconds).toFixed(1)} dashboards/s, p50 ${p50} ms, p99 ${p99} ms`);
  console.log(
    `cores in use: server ${cores([server], before.server)}, ` +
      `database ${cores(database, before.database)}`,
  );
  if (collected.p99 >= collectorP99MaxMs)
    console.log(`The collector's p99 is to be below ${collectorP99MaxMs} ms.`);
  console.log(
    JSON.stringify({
      collector_p99_ms: collected.p99,
      collector_rps: rps,
      dashboards: times.length,
      dashboard_p50_ms: p50,
      dashboard_p99_ms: p99,
    }),
  );
} finally {
  await stage.stop();
}

/** The dashboard of the person of this number. Units: ms. */
function reload(person: Person, index: number): Promise<number> {
  const today = dayIn(benchZone, new Date());
  return person.timeDashboard(paramsOf(today, days, filters[index % filters.length] ?? []));
}

function quantileOf(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
}
