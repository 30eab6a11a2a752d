/**
 * Whether those who sign in disturb those who count: `bun run bench:login [SECONDS]`. While 2,000
 * messages a second are due at the collector, answered or not, 30 people sign in at once, with the
 * right password, and the next 30 as soon as the last of them is in. Whoever is asked to come back
 * later, because too many wait already, tries again after a second, as a person would. Everything
 * shares the machine's cores. Prints one line of JSON last; latencies in ms, of messages from the
 * instant they were due, of a sign-in from the first try to the session.
 */
import { hashPassword } from "#src/auth/password.ts";
import { runLoad, setBenchStage } from "./stage.ts";

const seconds = Number(process.argv[2] ?? 30);
const warmUpSeconds = 5;
const people = 30;
const load = { rate: 2_000, connections: 256 };
const collectorP99MaxMs = 50;
const againMs = 1_000;
const password = "correct horse battery";

const stage = await setBenchStage();
try {
  await makePeople();
  await Promise.all([runLoad(stage.port, { ...load, seconds: warmUpSeconds }), signIn(0)]);
  const alone = await runLoad(stage.port, { ...load, seconds: warmUpSeconds });
  console.log(`collector while nobody signs in: p50 ${alone.p50} ms, p99 ${alone.p99} ms`);
  let isOver = false;
  const loading = runLoad(stage.port, { ...load, seconds }).finally(() => {
    isOver = true;
  });
  const times: number[] = [];
  let busy = 0;
  while (!isOver) {
    const wave = await Promise.all(Array.from({ length: people }, (_, index) => signIn(index)));
    times.push(...wave.map(({ ms }) => ms));
    busy += wave.reduce((sum, { tries }) => sum + tries - 1, 0);
  }
  const collected = await loading;
  console.log(
    `collector: p50 ${collected.p50} ms, p99 ${collected.p99} ms, max ${collected.max} ms`,
  );
  console.log(`refused: ${JSON.stringify(collected.refused)}`);
  console.log(`${times.length} sign-ins, ${busy} times one was asked to come back`);
  if (collected.p99 >= collectorP99MaxMs)
    console.log(`The collector's p99 is to be below ${collectorP99MaxMs} ms.`);
  console.log(
    JSON.stringify({ collector_p99_ms: collected.p99, login_p99_ms: quantileOf(times, 0.99) }),
  );
} finally {
  await stage.stop();
}

async function makePeople(): Promise<void> {
  const hash = await hashPassword(password);
  await stage.sql`
    insert into users (email, name, role, password_hash)
    select 'person' || n || '@agency.example', 'Person ' || n, 'admin', ${hash}
    from generate_series(0, ${people - 1}) n
  `;
}

/** Signs one person in, each from an address of their own. */
async function signIn(index: number): Promise<{ ms: number; tries: number }> {
  const beganMs = performance.now();
  for (let tries = 1; ; tries++) {
    const answer = await fetch(`http://127.0.0.1:${stage.port}/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: { "sec-fetch-site": "same-origin", "x-forwarded-for": `198.51.100.${index}` },
      body: new URLSearchParams({ email: `person${index}@agency.example`, password }),
    });
    await answer.body?.cancel();
    if (answer.status === 303) return { ms: performance.now() - beganMs, tries };
    if (answer.status !== 503) throw new Error(`a sign-in was answered by ${answer.status}`);
    await Bun.sleep(againMs);
  }
}

function quantileOf(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
}
