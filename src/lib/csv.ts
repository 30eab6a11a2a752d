/**
 * Where a spreadsheet would take what follows for a formula: at the start of a text, and where one
 * that splits at semicolons or tabs, as Excel does at semicolons in French and German, begins another
 * cell, whatever the quotes are.
 */
const formulaStart = /^(?=[\t\r])|(?<=^|[;\t\r\n])(?=[ "]*[=+\-@])/g;

/**
 * One line of a CSV file, as RFC 4180 has it. A text that a spreadsheet would run as a formula, such
 * as `=HYPERLINK(…)` sent as a page's address, is preceded by an apostrophe; a number never is.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = cell.replace(formulaStart, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
