import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createBareDatabase } from "#test/support/database.ts";
import { type Connection, openDatabase } from "./client.ts";
import { isInUse } from "./servers.ts";

const maxMs = 30_000;
let connection: Connection;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ connection, drop } = await createBareDatabase());
}, maxMs);
afterAll(() => drop?.(), 60_000);

describe("isInUse", () => {
  test("does not count who asks, whatever name the connection goes by", async () => {
    const { work, close } = openDatabase(connection);
    expect(await work.begin((tx) => isInUse(tx))).toBe(false);
    await close();
  });

  test("finds a server beside it", async () => {
    const [server, command] = [openDatabase(connection), openDatabase(connection)];
    await server.collector`select 1`;
    expect(await command.work.begin((tx) => isInUse(tx))).toBe(true);
    await Promise.all([server.close(), command.close()]);
  });
});
