/**
 * Whether the projector keeps up with the collector: `bun run bench:project [SECONDS]`. While the
 * load of `bench:collect` runs on one site, a visitor comes to another one every 200 ms, and we look
 * when the visit is there: the outbox is one queue for all sites. Prints one line of JSON last.
 */
import { agents } from "#test/support/browser.ts";
import { runLoad, setBenchStage } from "./stage.ts";

const seconds = Number(process.argv[2] ?? 30);
const warmUpSeconds = 5;
const pauseMs = 200;
const lookMs = 10;
const lagMaxMs = 60_000;
const probe = { key: "probe0probe0", domain: "probe.example" };

const stage = await setBenchStage();
try {
  const [site] = await stage.sql<{ id: number }[]>`
    insert into sites (key, domain, name, time_zone)
    values (${probe.key}, ${probe.domain}, 'Probe', 'UTC')
    returning id
  `;
  const siteId = site?.id ?? 0;
  await runLoad(stage.port, { seconds: warmUpSeconds });
  let isOver = false;
  const loading = runLoad(stage.port, { seconds }).finally(() => {
    isOver = true;
  });
  const lags: number[] = [];
  while (!isOver) {
    lags.push(await measureLag(siteId, lags.length));
    await Bun.sleep(pauseMs);
  }
  const load = await loading;
  const left = await stage.sql<{ rows: number }[]>`select count(*)::int as rows from pending`;
  const sorted = lags.toSorted((a, b) => a - b);
  const middle = sorted[lags.length >> 1] ?? 0;
  console.log(`${lags.length} probes, half of them there after ${middle.toFixed(0)} ms`);
  console.log(`${left[0]?.rows} rows left in the outbox at the end of the load`);
  console.log(
    JSON.stringify({
      events_per_s: Math.round(load.acked / seconds),
      lag_ms_max: Math.round(sorted.at(-1) ?? 0),
    }),
  );
} finally {
  await stage.stop();
}

/** From the 202 of a visit until it can be counted. Units: ms. */
async function measureLag(siteId: number, number: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${stage.port}/${probe.key}`, {
    method: "POST",
    headers: {
      "user-agent": agents.windows,
      origin: `https://${probe.domain}`,
      "x-forwarded-for": `10.0.${number >> 8}.${number & 255}`,
    },
    body: JSON.stringify({ v: 1, t: "v", i: number, k: 0, a: 0, u: `https://${probe.domain}/` }),
  });
  if (response.status !== 202) throw new Error(`the probe was answered by ${response.status}`);
  const storedAt = performance.now();
  while (performance.now() - storedAt < lagMaxMs) {
    const [row] = await stage.sql<{ visits: number }[]>`
      select count(*)::int as visits from visits where site_id = ${siteId}
    `;
    if ((row?.visits ?? 0) > number) break;
    await Bun.sleep(lookMs);
  }
  return performance.now() - storedAt;
}
