import { afterAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blankRow, type EventRow } from "#src/collect/event-row.ts";
import { createFolder } from "#test/support/folder.ts";
import { crc32c } from "./crc32c.ts";
import { decodeRecords, encodeRecord } from "./record.ts";
import { openSpool } from "./spool.ts";

const folder = createFolder("spool");
afterAll(() => folder.remove());
let opened = 0;
const newDir = () => join(folder.path, String(++opened));

function open(dir: string, maxBytes = 2 ** 20) {
  const lines: string[] = [];
  return { spool: openSpool({ dir, maxBytes, log: (_, line) => void lines.push(line) }), lines };
}
const row = (name: string): EventRow => ({ ...blankRow(), name });

async function drainNames(spool: ReturnType<typeof openSpool>): Promise<string[]> {
  const names: string[] = [];
  await spool.drain(async (rows) => void names.push(...rows.map(({ name }) => name)));
  return names;
}

describe("crc32c", () => {
  // Source: RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.
  test.each([
    [Buffer.alloc(32), 0x8a9136aa],
    [Buffer.alloc(32, 0xff), 0x62a8ab43],
    [Buffer.from(Array.from({ length: 32 }, (_, at) => at)), 0x46dd794e],
    [Buffer.from("123456789"), 0xe3069283],
  ])("%p", (bytes, crc) => {
    expect(crc32c(bytes)).toBe(crc);
  });
});

describe("decodeRecords", () => {
  const texts = ["one", "", '{"path":"/café 👩"}', "x".repeat(300)];
  const file = Buffer.concat(texts.map(encodeRecord));
  const ends = texts.map((_, at) => Buffer.concat(texts.slice(0, at + 1).map(encodeRecord)).length);

  test("reads what was written", () => {
    expect(decodeRecords(file)).toEqual({ texts, broken: [] });
  });

  test("of a file cut at any byte gives every whole record, and the rest as broken", () => {
    for (let cut = 0; cut <= file.length; cut++) {
      const whole = ends.filter((end) => end <= cut).length;
      const { texts: found, broken } = decodeRecords(file.subarray(0, cut));
      expect(found).toEqual(texts.slice(0, whole));
      expect(Buffer.concat(broken).length).toBe(cut - (ends[whole - 1] ?? 0));
    }
  });

  test("of a file with any byte damaged loses the record of that byte alone", () => {
    for (let at = 0; at < file.length; at++)
      for (const flip of [0x01, 0x80, 0xff]) {
        const damaged = Buffer.from(file);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const hit = ends.findIndex((end) => at < end);
        const { texts: found, broken } = decodeRecords(damaged);
        expect(found).toEqual(texts.filter((_, index) => index !== hit));
        expect(broken).toHaveLength(1);
      }
  });
});

describe("openSpool", () => {
  test("keeps what was appended for the next start, in order", async () => {
    const dir = newDir();
    const first = open(dir).spool;
    expect(await first.append([[row("a"), row("b")], [row("c")]])).toBe(true);
    expect(await first.append([[row("d")]])).toBe(true);
    await first.close();
    const second = open(dir).spool;
    expect(second.bytes).toBe(first.bytes);
    expect(await second.append([[row("e")]])).toBe(true);
    expect(await drainNames(second)).toEqual(["a", "b", "c", "d", "e"]);
    expect(second.bytes).toBe(0);
    expect(readdirSync(dir)).toEqual([]);
  });

  test("makes no folder before it is needed", () => {
    const dir = newDir();
    open(dir);
    expect(() => readdirSync(dir)).toThrow("ENOENT");
  });

  test("takes no more than its bound, and takes again when it was drained", async () => {
    const { spool } = open(newDir(), 2_000);
    let taken = 0;
    while (await spool.append([[row("a")]])) taken += 1;
    expect(taken).toBeGreaterThan(1);
    expect(spool.bytes).toBeLessThanOrEqual(2_000);
    expect(await drainNames(spool)).toHaveLength(taken);
    expect(await spool.append([[row("b")]])).toBe(true);
    await spool.close();
  });

  test("keeps what was not taken, and loses nothing that arrives while it is drained", async () => {
    const { spool } = open(newDir());
    for (let at = 0; at < 30; at++) await spool.append([[row(`${at}`)]]);
    await expect(spool.drain(() => Promise.reject(new Error("away")))).rejects.toThrow("away");
    const names: string[] = [];
    const arriving = (async () => {
      for (let at = 30; at < 60; at++) await spool.append([[row(`${at}`)]]);
    })();
    await spool.drain(async (rows) => {
      await Bun.sleep(1);
      names.push(...rows.map(({ name }) => name));
    });
    await arriving;
    names.push(...(await drainNames(spool)));
    expect(names).toEqual(Array.from({ length: 60 }, (_, at) => `${at}`));
    await spool.close();
  }, 30_000);

  test("sets broken records aside, counts them, and stores all others", async () => {
    const dir = newDir();
    const first = open(dir).spool;
    for (const name of ["a", "b", "c"]) await first.append([[row(name)]]);
    await first.close();
    const [name = ""] = readdirSync(dir);
    const file = readFileSync(join(dir, name));
    const size = file.length / 3;
    file[Math.floor(size * 1.5)] = 0;
    writeFileSync(join(dir, name), file.subarray(0, file.length - 5));
    const { spool, lines } = open(dir);
    expect(await drainNames(spool)).toEqual(["a"]);
    expect(spool.broken).toBe(2 - 1);
    expect(lines).toEqual(["broken records of the spool were set aside"]);
    expect(readdirSync(dir)).toEqual(["broken"]);
    expect(readFileSync(join(dir, "broken")).length).toBe(size * 2 - 5);
  });

  test("answers no when the disk does, and recovers by itself", async () => {
    const dir = newDir();
    const { spool, lines } = open(dir);
    // A file stands where the folder has to be.
    writeFileSync(dir, "");
    expect(await spool.append([[row("a")]])).toBe(false);
    expect(spool.isFull).toBe(true);
    expect(lines).toEqual(["the spool cannot be written"]);
    expect(spool.bytes).toBe(0);
    rmSync(dir);
    await Bun.sleep(1_050);
    expect(spool.isFull).toBe(false);
    expect(await spool.append([[row("b")]])).toBe(true);
    expect(await drainNames(spool)).toEqual(["b"]);
  });
});
