import { describe, expect, test } from "bun:test";
import type { Sql } from "#src/db/client.ts";
import { memoryOf } from "./memory.ts";

const client = () => (() => {}) as unknown as Sql;
const listOf = (version: string) => ({
  version,
  ids: new Uint32Array(1),
  sums: new Float64Array(7),
});

describe("memoryOf", () => {
  test("holds a list of a day as of one version, for one site and database", () => {
    const sql = client();
    memoryOf(sql, 1).holdList("2026-11-20", "path", listOf("7"));
    expect(memoryOf(sql, 1).listOf("2026-11-20", "path", "7")).toEqual(listOf("7"));
    expect(memoryOf(sql, 1).listOf("2026-11-20", "path", "8")).toBeNull();
    expect(memoryOf(sql, 1).listOf("2026-11-20", "country", "7")).toBeNull();
    expect(memoryOf(sql, 2).listOf("2026-11-20", "path", "7")).toBeNull();
    expect(memoryOf(client(), 1).listOf("2026-11-20", "path", "7")).toBeNull();
  });

  test("begins anew once a site has had too many texts, lists and all", () => {
    const sql = client();
    const full = memoryOf(sql, 1);
    full.holdList("2026-11-20", "path", listOf("7"));
    for (let at = 0; at <= 250_000; at++) {
      full.dictionaryOf("path").idOf(`/${at}`);
      full.dictionaryOf("referrer").idOf(`/${at}`);
    }
    const fresh = memoryOf(sql, 1);
    expect(fresh).not.toBe(full);
    expect(fresh.listOf("2026-11-20", "path", "7")).toBeNull();
    expect(fresh.dictionaryOf("path").values).toEqual([]);
  }, 60_000);
});
