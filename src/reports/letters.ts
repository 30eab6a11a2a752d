import type { Database } from "#src/db/client.ts";
import type { FigureWriters } from "#src/mail/letters.tsx";
import { writeAlert } from "./alert-letter.ts";
import { writeReport } from "./report-letter.ts";

/** What writes the letters about figures; handed to the post by whoever opens it. */
export function figureWriters({
  database,
}: {
  database: Pick<Database, "reports">;
}): FigureWriters {
  return {
    alert: writeAlert,
    report: (order, desk) => writeReport(order, desk, database.reports),
  };
}
