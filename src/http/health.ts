import { Elysia } from "elysia";
import type { Database } from "#src/db/client.ts";
import { ownHeaders } from "#src/lib/respond.ts";

const answerMaxMs = 1_000;

/** `GET /health`: 200 while the database answers within a second, else 503. */
export function healthRoutes(database: Database) {
  return new Elysia({ name: "health" }).get("/health", async ({ set }) => {
    const isUp = await isDatabaseUp(database);
    set.status = isUp ? 200 : 503;
    Object.assign(set.headers, ownHeaders, { "cache-control": "no-store" });
    return { status: isUp ? "ok" : "degraded" };
  });
}

/** Whether the database answers within a second. */
export async function isDatabaseUp(database: Pick<Database, "reports">): Promise<boolean> {
  const answer = database.reports`select 1`.then(
    () => true,
    () => false,
  );
  return await Promise.race([answer, Bun.sleep(answerMaxMs).then(() => false)]);
}
