import type { Sql } from "#src/db/client.ts";
import { onlineMs } from "#src/stats/live.ts";
import { readReport } from "#src/stats/report.ts";
import type { NowProps } from "#views/dashboard/props.ts";
import { withFilter } from "./pills.ts";
import { addressOf, type View } from "./view.ts";

/** How many values each of the two lists has. */
const rowsMax = 4;
/** Whoever looks within as long sees the same, so that the question is asked once for all of them. */
const stepMs = 10_000;

/**
 * What is being read now, and where its readers are from: the last page, and the source, of the
 * visits that gave a sign of life in the last five minutes. Null of any period but the last minutes.
 */
export async function readNow(sql: Sql, domain: string, view: View): Promise<NowProps | null> {
  const { query } = view;
  if (query.period !== "live") return null;
  const since = new Date(Math.ceil(query.now.getTime() / stepMs) * stepMs - onlineMs);
  const lists = ["exit_path", "source"] as const;
  const question = { lists, grain: "day", limit: rowsMax } as const;
  const { panels } = await readReport(sql, { ...query, since }, question);
  const [pages = [], sources = []] = lists.map((list) =>
    (panels.get(list)?.rows ?? []).map(({ value, visitors }) => ({
      value,
      href: addressOf(domain, withFilter(view, list, value)),
      visitors,
    })),
  );
  return { pages, sources };
}
