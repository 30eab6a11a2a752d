import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { auditViews, faultSite } from "#test/support/fault-stage.ts";
import { freePort } from "#test/support/port.ts";
import {
  addFaultSite,
  loadPair,
  newView,
  type ServerPair,
  send,
  startServerPair,
  visit,
  type Which,
} from "#test/support/server-pair.ts";
import { runToEnd } from "#test/support/server-process.ts";

// Two servers on one PostgreSQL. What either is told, both know; and either may go at any moment.
const isLarge = Bun.env.FAULTS === "large";
const times = (small: number, large: number) => (isLarge ? large : small);
const maxMs = 600_000;
const dayMs = 86_400_000;
setDefaultTimeout(maxMs);
const { domain } = faultSite;
const email = "anna@agency.example";
const password = "correct horse battery";

let pair: ServerPair;
let siteId = 0;
let cookie = "";
beforeAll(async () => {
  pair = await startServerPair();
  siteId = await addFaultSite(pair.sql);
  if (isLarge) await watchJobs();
}, maxMs);
afterAll(() => pair?.end(), maxMs);

/** Writes down each start of a job. */
async function watchJobs(): Promise<void> {
  await pair.sql`create table job_starts (name text, started_at timestamptz)`;
  await pair.sql`
    create function note_start() returns trigger language plpgsql as $$
    begin
      insert into job_starts values (new.name, new.started_at);
      return new;
    end $$
  `;
  await pair.sql`
    create trigger note_start before update of started_at on job_runs
    for each row execute function note_start()
  `;
}

async function until(isSo: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`it was not so within ${withinMs} ms`);
    await Bun.sleep(50);
  }
}

/** Waits until nothing of either server is left to be stored or counted. */
async function settled(): Promise<void> {
  for (const which of [0, 1] as const) await until(async () => (await pair.spooled(which)) === 0);
  await until(async () => {
    const [row] = await pair.sql<{ left: number }[]>`
      select (select count(*) from pending)::int + (select count(*) from stale_days)::int as left
    `;
    return row?.left === 0;
  });
}

async function signIn(which: Which, secret = password, ip = "203.0.113.9"): Promise<Response> {
  const headers = { "sec-fetch-site": "same-origin", "x-forwarded-for": ip };
  const body = new URLSearchParams({ email, password: secret });
  const options = { method: "POST", redirect: "manual", headers, body } as const;
  return fetch(`${pair.originOf(which)}/sign-in`, options);
}

const cookieOf = (response: Response) => response.headers.get("set-cookie")?.split(";")[0] ?? "";

/** What a page of a server says when it is asked with a session. */
async function read(which: Which, path: string): Promise<string> {
  const response = await visit(pair.originOf(which) + path, { cookie });
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

async function csrfOf(which: Which): Promise<string> {
  const [, token = ""] = /name="_csrf" value="([^"]+)"/.exec(await read(which, "/account")) ?? [];
  return token;
}

describe("people", () => {
  test("set the instance up by the newest link, on either server", async () => {
    const links = [0, 1].map((which) => pair.serverOf(which as Which).setupUrl ?? "");
    const form = { name: "Anna", email, password };
    const tries = [];
    for (const link of links) tries.push(await visit(link, { form }));
    // Both started at once: one link is the newer, and of that server's log.
    expect(tries.filter((answer) => answer.headers.get("location") === "/sites")).toHaveLength(1);
    cookie = tries.map(cookieOf).find((found) => found !== "") ?? "";
    for (const which of [0, 1] as const) expect(await read(which, "/sites")).toContain(domain);
  });

  test("who sign out on one server are out of the other, of an open stream too", async () => {
    const other = cookieOf(await signIn(0));
    const stream = await visit(`${pair.originOf(1)}/sites/${domain}/live`, { cookie: other });
    expect(stream.status).toBe(200);
    const reader = stream.body?.getReader();
    await reader?.read();
    await Bun.sleep(1_000);
    const page = await (await visit(`${pair.originOf(0)}/account`, { cookie: other })).text();
    const [, _csrf = ""] = /name="_csrf" value="([^"]+)"/.exec(page) ?? [];
    const startedAt = performance.now();
    await visit(`${pair.originOf(0)}/sign-out`, { cookie: other, form: { _csrf } });
    const after = await visit(`${pair.originOf(1)}/sites`, { cookie: other });
    expect(after.headers.get("location")).toStartWith("/sign-in");
    for (;;) if ((await reader?.read())?.done !== false) break;
    // Half a second, and what looks take on a machine that has other things to do. By itself a
    // stream ends after five minutes.
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  test("who guess at a password on one server have to wait on the other", async () => {
    const guesser = "203.0.113.66";
    for (let guess = 0; guess < 5; guess++)
      expect((await signIn(0, `wrong ${guess}`, guesser)).status).toBe(422);
    expect((await signIn(1, password, guesser)).status).toBe(429);
    expect((await signIn(1)).status).toBe(303);
  });
});

describe("figures", () => {
  // They are those of one day.
  beforeAll(async () => {
    const leftMs = dayMs - (Date.now() % dayMs);
    if (leftMs < 120_000) await Bun.sleep(leftMs);
  });

  test("of one visitor on both servers are of one visit, from the first message of the day", async () => {
    const views = Array.from({ length: 6 }, (_, at) => newView(`/${at % 2 ? "b" : "a"}`));
    // Neither server has the salt of the day yet, and each asks for it.
    const answers = views.map(({ body }, at) => send(pair.originOf((at % 2) as Which), body));
    expect(await Promise.all(answers)).toEqual(Array(6).fill(202));
    await send(pair.originOf(1), newView("/c").body);
    await settled();
    const visits = await pair.sql`
      select pageviews, visit_no::int as no from visits where site_id = ${siteId}
    `;
    expect([...visits]).toEqual([{ pageviews: 7, no: 1 }]);
  });

  test("are the same whichever server is asked, and of what both were sent", async () => {
    const load = loadPair(pair);
    await Bun.sleep(1_500);
    const { acked, given, refused, retries } = await load.stop();
    expect({ given, refused, retries }).toEqual({ given: [], refused: {}, retries: 0 });
    await settled();
    for (const panel of ["path", "source", "browser"]) {
      const path = `/sites/${domain}/export/${panel}.json?period=today`;
      expect([panel, await read(0, path)]).toEqual([panel, await read(1, path)]);
    }
    const pages = JSON.parse(await read(1, `/sites/${domain}/export/path.json?period=today`));
    const sum = (pages as { pageviews: number }[]).reduce((all, row) => all + row.pageviews, 0);
    expect(sum).toBe(acked.length + 7);
    // Nine browsers are here: eight of the load, and the one of the test before.
    const [row] = await pair.sql`
      select visitors from daily where site_id = ${siteId} and dimension = 'total'
    `;
    expect(row?.visitors).toBe(9);
  });

  test("are counted by what was set on the other server, within seconds", async () => {
    const change = async (word: string) => {
      const form = { _csrf: await csrfOf(0) };
      const answer = await visit(`${pair.originOf(0)}/sites/${domain}/${word}`, { cookie, form });
      expect(answer.status).toBe(303);
    };
    const answersOf = async () => send(pair.originOf(1), newView("/d").body);
    await change("archive");
    await until(async () => (await answersOf()) !== 202);
    await change("restore");
    await until(async () => (await answersOf()) === 202);
    await settled();
  });
});

describe("a data folder", () => {
  test("has the spool of one server, so a second is sent away", async () => {
    const folder = pair.folderOf(0);
    const words = ["--port", String(freePort()), "--host", "127.0.0.1"];
    const command = [`${folder}/tracker-analytics`, ...words];
    const { code, output } = await runToEnd({
      ...{ command, cwd: folder },
      env: { DATABASE_URL: pair.url },
    });
    expect([code, output]).toEqual([1, expect.stringContaining("is in use by another")]);
  });
});

/** The servers whose connections hold the locks of those who count. */
async function readLeaders(): Promise<number> {
  const [row] = await pair.sql<{ leaders: number }[]>`
    select count(*)::int as leaders
    from pg_locks
    where locktype = 'advisory' and objid in (7301002, 7301006) and granted
  `;
  return row?.leaders ?? 0;
}

describe("under load", () => {
  test(
    "nothing that was acknowledged is lost or doubled when either is killed, and counting goes on",
    async () => {
      for (let time = 0; time < times(2, 20); time++) {
        const victim = (time % 2) as Which;
        const load = loadPair(pair);
        await Bun.sleep(500);
        await pair.serverOf(victim).end("SIGKILL");
        await Bun.sleep(2_500);
        // The other one counts, whoever did before.
        await until(async () => (await readLeaders()) === 2);
        const { acked, given, refused } = await load.stop();
        expect({ given, refused }).toEqual({ given: [], refused: {} });
        await until(async () => {
          const [row] = await pair.sql`select from pending limit 1`;
          return row === undefined;
        });
        await pair.start(victim);
        await settled();
        expect(await auditViews(pair.sql, acked)).toEqual({ lost: 0, doubled: 0 });
      }
    },
    maxMs,
  );

  test(
    "nothing at all is lost when one after the other is restarted",
    async () => {
      for (let time = 0; time < times(1, 10); time++) {
        const load = loadPair(pair);
        for (const which of [0, 1] as const) {
          await Bun.sleep(400);
          expect(await pair.serverOf(which).end("SIGTERM")).toBe(0);
          await pair.start(which);
          // A script tries again after five seconds, by when the other has to be there for it.
          await Bun.sleep(1_200);
        }
        const { acked, given, refused } = await load.stop();
        expect({ given, refused }).toEqual({ given: [], refused: {} });
        await settled();
        expect(await auditViews(pair.sql, acked)).toEqual({ lost: 0, doubled: 0 });
      }
    },
    maxMs,
  );
});

// The next stroke may be a minute away; the rule itself is held by src/jobs/run.test.ts.
if (isLarge)
  test(
    "jobs are done once a stroke by both servers together",
    async () => {
      const since = new Date();
      const readStarts = async () => {
        const [row] = await pair.sql<{ strokes: number; starts: number }[]>`
          select count(distinct date_trunc('minute', started_at))::int as strokes,
                 count(*)::int as starts
          from job_starts
          where started_at > ${since} and name = 'presence'
        `;
        return row ?? { strokes: 0, starts: 0 };
      };
      await until(async () => (await readStarts()).strokes >= 3, 200_000);
      await Bun.sleep(2_000);
      const { strokes, starts } = await readStarts();
      expect(starts).toBe(strokes);
    },
    maxMs,
  );

describe("a site", () => {
  test(
    "that is deleted on one server is gone for good, though the other still gets messages",
    async () => {
      const form = { _csrf: await csrfOf(0), domain };
      const load = loadPair(pair);
      await Bun.sleep(300);
      await visit(`${pair.originOf(0)}/sites/${domain}/delete`, { cookie, form });
      await until(async () => (await send(pair.originOf(1), newView("/e").body)) !== 202);
      await load.stop();
      await until(async () => (await pair.sql`select from sites`).length === 0);
      const [left] = await pair.sql`
        select (select count(*) from events)::int as events,
               (select count(*) from visits)::int as visits,
               (select count(*) from daily_lists)::int as lists,
               (select count(*) from salts)::int as salts
      `;
      expect(left).toEqual({ events: 0, visits: 0, lists: 0, salts: 0 });
    },
    maxMs,
  );
});
