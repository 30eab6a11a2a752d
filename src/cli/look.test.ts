import { afterAll, describe, expect, test } from "bun:test";
import { loadConfig } from "#src/config.ts";
import { lookIntoDatabase } from "./look.ts";

const silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
afterAll(() => silent.stop(true));

describe("lookIntoDatabase", () => {
  test("gives up on a database that takes a connection and says nothing", async () => {
    const databaseUrl = `postgres://anna:hush@127.0.0.1:${silent.port}/stats`;
    const config = { ...loadConfig({}, {}), databaseUrl, isEmbedded: false };
    const startedAt = performance.now();
    const look = await lookIntoDatabase(config, { patienceMs: 300 });
    await look.close();
    expect(look.state).toEqual({ kind: "failed", why: "it gave no answer within 0.3 s." });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
