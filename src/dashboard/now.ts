import type { Sql } from "#src/db/client.ts";
import { onlineMs } from "#src/stats/live.ts";
import type { StatsQuery } from "#src/stats/query.ts";
import { type ListRow, readReport } from "#src/stats/report.ts";
import type { NowProps } from "#views/dashboard/props.ts";
import { exportHrefOf } from "./panels.ts";
import { withFilter } from "./pills.ts";
import { addressOf, type View } from "./view.ts";

const lists = ["exit_path", "source"] as const;
/** How many values the card shows of each of them. */
const rowsMax = 4;
/** Whoever looks within as long sees the same, so that the question is asked once for all of them. */
const stepMs = 10_000;

/** What is being read now, and where its readers are from, as a card. Null as `readOnline`. */
export async function readNow(sql: Sql, domain: string, view: View): Promise<NowProps | null> {
  const read = await readOnline(sql, view.query, rowsMax);
  if (!read) return null;
  const [pages = [], sources = []] = read.map(({ list, rows }) =>
    rows.map(({ value, visitors }) => ({
      value,
      href: addressOf(domain, withFilter(view, list, value)),
      visitors,
    })),
  );
  return { pages, sources, exportHref: exportHrefOf(domain, view, "now") };
}

/**
 * The last page, and the source, of the visits that gave a sign of life in the last five minutes.
 * Null of any period but the last minutes.
 */
export async function readOnline(
  sql: Sql,
  query: StatsQuery,
  limit: number,
): Promise<{ list: (typeof lists)[number]; rows: ListRow[] }[] | null> {
  if (query.period !== "live") return null;
  const since = new Date(Math.ceil(query.now.getTime() / stepMs) * stepMs - onlineMs);
  const { panels } = await readReport(sql, { ...query, since }, { lists, grain: "day", limit });
  return lists.map((list) => ({ list, rows: panels.get(list)?.rows ?? [] }));
}
