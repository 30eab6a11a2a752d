import type { SignedInContext } from "#src/auth/route.ts";
import { csvLine } from "#src/lib/csv.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import type { Site } from "#src/sites/site.ts";
import { findSite } from "#src/sites/store.ts";
import type { List } from "#src/stats/count.ts";
import { readFirstDay } from "#src/stats/live.ts";
import { parseQuery, type StatsQuery } from "#src/stats/query.ts";
import { keptRange, type RawEvent, rawColumns, readRawEvents } from "#src/stats/raw-events.ts";
import { withNames } from "./list-search.ts";
import { readTable } from "./table.ts";

const formats = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
} as const;
type Format = keyof typeof formats;

/** `GET /sites/{domain}/export/{panel}.csv` or `.json`: all of a panel, as filtered. */
export async function exportPanel(c: SignedInContext): Promise<Response> {
  const { name, format } = readFile(c.params.file);
  const { site, query } = await readQuestion(c);
  const order = withNames(query.order, name as List, c.locale);
  const table = await readTable(c.deps.database.reports, { ...query, order }, name);
  if (!table) throw new NotFoundError();
  const { columns, rows } = table;
  const text =
    format === "json"
      ? JSON.stringify(
          rows.map((row) => Object.fromEntries(columns.map((key, at) => [key, row[at]]))),
        )
      : [columns, ...rows].map(csvLine).join("");
  return new Response(text, { headers: headersOf({ site, query, name, format }) });
}

/** `GET /sites/{domain}/raw/events.csv` or `.json` (one object a line): all events of the days. */
export async function exportEvents(c: SignedInContext): Promise<Response> {
  const { name, format } = readFile(c.params.file);
  if (name !== "events") throw new NotFoundError();
  const { site, query: asked } = await readQuestion(c);
  // The name of the file says from which day on there are any.
  const query = { ...asked, range: keptRange(asked.range, site.eventsFrom) };
  const portions = readRawEvents(c.deps.database.reports, site.id, query.range);
  c.keepOpen();
  return new Response(streamOf(portions, format), {
    headers: headersOf({ site, query, name, format }),
  });
}

/** A portion is read when the one before has been sent, and no more once nobody listens. */
function streamOf(portions: AsyncGenerator<RawEvent[]>, format: Format): ReadableStream {
  const encoder = new TextEncoder();
  const lineOf = (event: RawEvent) =>
    format === "json"
      ? `${JSON.stringify(Object.fromEntries(rawColumns.map((name) => [name, event[name]])))}\n`
      : csvLine(rawColumns.map((name) => event[name]));
  return new ReadableStream({
    start: (controller) => {
      if (format === "csv") controller.enqueue(encoder.encode(csvLine(rawColumns)));
    },
    pull: async (controller) => {
      const { value, done } = await portions.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.map(lineOf).join("")));
    },
    cancel: async () => {
      await portions.return(undefined);
    },
  });
}

function readFile(file = ""): { name: string; format: Format } {
  const [, name = "", format = ""] = /^(.+)\.(csv|json)$/.exec(file) ?? [];
  if (format !== "csv" && format !== "json") throw new NotFoundError();
  return { name, format };
}

async function readQuestion(c: SignedInContext): Promise<{ site: Site; query: StatsQuery }> {
  const { database, now } = c.deps;
  const site = await findSite(database.orm, c.principal, c.params.domain ?? "");
  const firstDay = await readFirstDay(database.reports, site.id);
  return { site, query: parseQuery(c.url.searchParams, { ...site, firstDay }, now()) };
}

function headersOf(file: { site: Site; query: StatsQuery; name: string; format: Format }) {
  const { site, query, name, format } = file;
  const { from, to } = query.range;
  const title = `${site.domain}-${name}-${from}-${to}`.replace(/[^\w.-]/g, "_");
  return {
    "content-type": formats[format],
    "content-disposition": `attachment; filename="${title}.${format}"`,
  };
}
