import { flagUrl } from "#src/lib/assets.ts";
import { type Glyph, glyphOf, nowhere } from "./glyphs.ts";

/** The flag or icon before a value, which says nothing that the name beside it does not. */
export function RowIcon({ dimension, value }: { dimension: string; value: string }) {
  if (dimension === "country") {
    const src = flagUrl(value);
    if (!src) return <Drawn glyph={nowhere} />;
    return <img class="flag" src={src} alt="" width="21" height="14" loading="lazy" />;
  }
  const glyph = glyphOf(dimension, value);
  return glyph && <Drawn glyph={glyph} />;
}

function Drawn({ glyph }: { glyph: Glyph }) {
  if ("letters" in glyph)
    return (
      <span class="row-icon row-letters" aria-hidden="true">
        {glyph.letters}
      </span>
    );
  return (
    <svg class="icon row-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={glyph.shape} />
    </svg>
  );
}
