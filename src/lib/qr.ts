import { encode } from "uqr";

/** A QR code to be drawn. Units: modules; `path` fills the dark ones as an SVG path does. */
export interface QrDrawing {
  size: number;
  path: string;
}

// The standard's own margin of four modules is what cameras look for.
const marginModules = 4;

/** Draws a text as a QR code; level M bears a scratch or a glare on the screen. */
export function drawQr(text: string): QrDrawing {
  const { data, size } = encode(text, { ecc: "M", border: marginModules });
  const rows = data.map((row, y) =>
    row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")).join(""),
  );
  return { size, path: rows.join("") };
}
