import type { SaidChange, SaidLink, SaidList, SaidReport, SaidSite } from "./said-report.ts";

const barMax = 24;

/** The plain-text part of a report. */
export function plainReport(report: SaidReport): string {
  const { kind, title, days, contents, sites, foot, sender } = report;
  const links = [foot.unsubscribe, ...(foot.preferences ? [foot.preferences] : [])];
  const blocks = [
    `${title}\n${kind} – ${days}`,
    ...(contents.lines.length > 0 ? [contentsOf(contents)] : []),
    ...sites.flatMap(siteOf),
    `-- \n${foot.why}`,
    ...links.map(linkOf),
    sender,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function contentsOf({ title, lines, more, url }: SaidReport["contents"]): string {
  const rows = lines.map(({ name, visitors, change }) => [name, visitors, changeText(change)]);
  return [
    heading(title),
    ...inColumns(rows, [false, true, false]),
    ...(more ? [more, url] : []),
  ].join("\n");
}

function siteOf({
  name,
  domain,
  empty,
  totals,
  comparison,
  chart,
  lists,
  open,
}: SaidSite): string[] {
  const title = [name && `${name}\n${"=".repeat([...name].length)}`, domain].filter(Boolean);
  const head = title.length > 0 ? [title.join("\n")] : [];
  if (empty) {
    const links = empty.action ? [linkOf(empty.action)] : [];
    return [...head, empty.title, empty.body.join("\n"), ...links, linkOf(open)];
  }
  const rows = totals.map(({ label, value, change }) => [label, value, changeText(change)]);
  return [
    ...head,
    [...inColumns(rows, [false, true, false]), comparison].join("\n"),
    ...(chart ? [[heading(chart.title), ...barsOf(chart.bars), chart.caption].join("\n")] : []),
    ...lists.map(listOf),
    linkOf(open),
  ];
}

function barsOf(bars: readonly { day: string; value: string; share: number }[]): string[] {
  const rows = bars.map(({ day, value, share }) => [
    day,
    value,
    "█".repeat(Math.round(share * barMax)),
  ]);
  return inColumns(rows, [false, true, false]);
}

function listOf({ title, unit, rows }: SaidList): string {
  const lines = rows.map(({ name, count }) => [count, name]);
  return [heading(`${title} (${unit})`), ...inColumns(lines, [true, false])].join("\n");
}

function heading(text: string): string {
  return `${text}\n${"-".repeat([...text].length)}`;
}

function linkOf({ label, url }: SaidLink): string {
  return `${label}\n${url}`;
}

function changeText(change: SaidChange | null): string {
  return change ? `${change.arrow} ${change.text}`.trim() : "";
}

/** Lines whose columns stand below each other where every letter is as wide. */
function inColumns(rows: readonly string[][], areRight: readonly boolean[]): string[] {
  const widths = areRight.map((_, at) =>
    Math.max(...rows.map((row) => [...(row[at] ?? "")].length)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => {
        const gap = " ".repeat((widths[at] ?? 0) - [...cell].length);
        return areRight[at] ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd(),
  );
}
