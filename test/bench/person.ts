import { createHash, randomBytes } from "node:crypto";
import { addDays, type Day } from "#src/lib/time.ts";
import { type BenchStage, benchDomain } from "./stage.ts";

/** Somebody who may see everything, and reads pages to their last byte. */
export interface Person {
  /** Units: ms from the request to the last byte of a dashboard's HTML. */
  timeDashboard(params: URLSearchParams): Promise<number>;
  /** The leading values of a list, as a program reads them. */
  readList(dimension: string, params: URLSearchParams, limit: number): Promise<object[]>;
  /** Reads a dashboard's stream, or a long file, to its end or until the signal. */
  follow(path: string, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<void>;
}

export async function signIn(stage: BenchStage): Promise<Person> {
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
  const open = async (path: string, signal: AbortSignal | null = null) => {
    const url = `http://127.0.0.1:${stage.port}/sites/${benchDomain}${path}`;
    const answer = await fetch(url, { headers: { cookie: `tracker_session=${id}` }, signal });
    if (answer.status === 200) return answer;
    await answer.body?.cancel();
    throw new Error(`${path} was answered by ${answer.status}`);
  };
  const ask = async (path: string) => (await open(path)).text();
  return {
    timeDashboard: async (params) => {
      const beganMs = performance.now();
      const html = await ask(`?${params}`);
      const tookMs = performance.now() - beganMs;
      if (!html.includes("panel-pages")) throw new Error("the dashboard has no figures");
      return tookMs;
    },
    readList: async (dimension, params, limit) =>
      JSON.parse(await ask(`/export/${dimension}.json?${params}&limit=${limit}`)),
    follow: async (path, signal, onBytes) => {
      try {
        for await (const chunk of (await open(path, signal)).body ?? []) onBytes(chunk.length);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}

/** The address of the last `days` days up to one, of the visits that match. */
export function paramsOf(lastDay: Day, days: number, filters: readonly string[]): URLSearchParams {
  return new URLSearchParams([
    ["period", "custom"],
    ["from", addDays(lastDay, 1 - days)],
    ["to", lastDay],
    ...filters.map((filter) => ["filter", filter]),
  ]);
}
