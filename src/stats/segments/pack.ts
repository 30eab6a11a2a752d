import {
  type Ints,
  type NumberColumn,
  numberColumns,
  type Segment,
  sizeOfColumns,
  type TextColumn,
  textColumns,
} from "./segment.ts";

/**
 * Another layout of the bytes gets another number, and what was packed before is packed anew. That
 * cannot be done of days whose events are not kept any more: their layout is to be read for ever.
 */
const layout = 1;
const alignment = 4;

interface Header {
  layout: number;
  base: number;
  visits: number;
  hasMinutes: boolean;
  /** Of each column in the order of their names: bytes a number, and how many there are. */
  arrays: [width: number, length: number][];
  values: readonly (readonly string[])[];
}

/**
 * A segment as bytes. Shape: zstd of the length of a header (32 bits, as this machine writes them),
 * the header in JSON, and the arrays one after the other, each at a multiple of four bytes.
 */
export async function packSegment({
  numbers,
  texts,
  size: _,
  ...facts
}: Segment): Promise<Uint8Array> {
  const arrays = [
    ...numberColumns.map((name) => numbers[name]),
    ...textColumns.map((name) => texts[name].codes),
  ];
  const header = new TextEncoder().encode(
    JSON.stringify({
      layout,
      ...facts,
      arrays: arrays.map((array) => [array.BYTES_PER_ELEMENT, array.length]),
      values: textColumns.map((name) => texts[name].values),
    } satisfies Header),
  );
  const sizes = arrays.map(({ byteLength }) => aligned(byteLength));
  const start = aligned(alignment + header.length);
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, start));
  new Uint32Array(bytes.buffer, 0, 1)[0] = header.length;
  bytes.set(header, alignment);
  let at = start;
  for (const [index, array] of arrays.entries()) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += sizes[index] ?? 0;
  }
  // On another thread, as a busy day takes some hundred milliseconds.
  return Bun.zstdCompress(bytes, { level: 3 });
}

/** The segment of packed bytes, as views of what they unpack to; null if the layout is another. */
export async function unpackSegment(packed: Uint8Array): Promise<Segment | null> {
  const unpacked = await Bun.zstdDecompress(packed);
  // Views need a buffer that begins where they may begin.
  const bytes = unpacked.byteOffset % alignment === 0 ? unpacked : Uint8Array.from(unpacked);
  const { buffer, byteOffset } = bytes;
  const [length = 0] = new Uint32Array(buffer, byteOffset, 1);
  const text = new TextDecoder().decode(bytes.subarray(alignment, alignment + length));
  const header = JSON.parse(text) as Header;
  if (header.layout !== layout) return null;
  let at = byteOffset + aligned(alignment + length);
  const arrays = header.arrays.map(([width, count]) => {
    const array = viewOf(buffer, { at, width, count });
    at += aligned(array.byteLength);
    return array;
  });
  const none = new Uint8Array();
  const numbers = numberColumns.map((name, index): [NumberColumn, Ints] => [
    name,
    arrays[index] ?? none,
  ]);
  const texts = textColumns.map((name, index): [TextColumn, Segment["texts"][TextColumn]] => [
    name,
    { values: header.values[index] ?? [], codes: arrays[numberColumns.length + index] ?? none },
  ]);
  const columns = {
    numbers: Object.fromEntries(numbers),
    texts: Object.fromEntries(texts),
  } as Pick<Segment, "numbers" | "texts">;
  const { base, visits, hasMinutes } = header;
  return { base, visits, hasMinutes, ...columns, size: sizeOfColumns(columns) };
}

function viewOf(
  buffer: ArrayBufferLike,
  { at, width, count }: { at: number; width: number; count: number },
): Ints {
  if (width === 1) return new Uint8Array(buffer, at, count);
  return width === 2 ? new Uint16Array(buffer, at, count) : new Uint32Array(buffer, at, count);
}

function aligned(size: number): number {
  return Math.ceil(size / alignment) * alignment;
}
