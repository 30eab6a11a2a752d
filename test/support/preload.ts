import { afterAll } from "bun:test";
import { prepare } from "#scripts/prepare.ts";
import { stopTestServer } from "./database.ts";

// A plain `bun test` in a fresh checkout finds everything built; a second run takes no time.
await prepare();
afterAll(stopTestServer, 60_000);
