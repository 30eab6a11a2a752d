import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { packSegment, unpackSegment } from "./pack.ts";
import {
  numberColumns,
  packInts,
  packTexts,
  type Segment,
  sizeOfColumns,
  textColumns,
} from "./segment.ts";

const anyInts = fc
  .constantFrom(0xff, 0xffff, 0xffff_ffff)
  .chain((max) => fc.array(fc.integer({ min: 0, max }), { maxLength: 20 }))
  .map(packInts);
const anyTexts = fc.array(fc.constantFrom("", "a", "é", "日本", "🙂", '"\n'), { maxLength: 20 });
const recordOf = <T>(names: readonly string[], value: fc.Arbitrary<T>) =>
  fc.record(Object.fromEntries(names.map((name) => [name, value])));
const anySegment = fc
  .record({
    base: fc.integer({ min: 0, max: 2e12 }),
    visits: fc.nat(20),
    hasMinutes: fc.boolean(),
    numbers: recordOf(numberColumns, anyInts),
    texts: recordOf(textColumns, anyTexts.map(packTexts)),
  })
  .map((parts) => {
    const segment = parts as unknown as Omit<Segment, "size">;
    return { ...segment, size: sizeOfColumns(segment) };
  });

describe("unpackSegment", () => {
  test("gives back what was packed, wherever in memory the bytes lie", async () => {
    await fc.assert(
      fc.asyncProperty(anySegment, fc.nat(3), async (segment, shift) => {
        const packed = await packSegment(segment);
        const moved = new Uint8Array(packed.length + shift);
        moved.set(packed, shift);
        expect(await unpackSegment(moved.subarray(shift))).toEqual(segment);
      }),
      { numRuns: 200 },
    );
  });

  test("does not read what another version packed in another layout", async () => {
    const header = new TextEncoder().encode('{"layout":0}');
    const bytes = new Uint8Array(4 + header.length);
    new DataView(bytes.buffer).setUint32(0, header.length, true);
    bytes.set(header, 4);
    expect(await unpackSegment(Bun.zstdCompressSync(bytes))).toBeNull();
  });
});

describe("packInts", () => {
  test.each([
    [[0, 255], 1],
    [[256], 2],
    [[65_535], 2],
    [[65_536], 4],
    [[2 ** 32 - 1], 4],
    [[], 1],
  ])("of %p takes %d bytes each", (numbers, width) => {
    const ints = packInts(numbers);
    expect([[...ints], ints.BYTES_PER_ELEMENT]).toEqual([numbers, width]);
  });

  test("counts what is negative as 0, such as a visit that began before its day", () => {
    expect([...packInts([-5, 3])]).toEqual([0, 3]);
  });
});

describe("packTexts", () => {
  test("keeps each text once, and no codes where there is but one", () => {
    expect(packTexts(["b", "a", "b"])).toEqual({
      values: ["b", "a"],
      codes: Uint8Array.of(0, 1, 0),
    });
    expect(packTexts(["b", "b"])).toEqual({ values: ["b"], codes: new Uint8Array() });
  });
});
