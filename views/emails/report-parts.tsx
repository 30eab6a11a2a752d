import { htmlOf } from "#src/lib/respond.ts";
import { type ReportDepth, sayReport } from "./report.ts";
import { ReportMail } from "./report-mail.tsx";
import type { ReportMailProps } from "./report-props.ts";
import { plainReport } from "./report-text.ts";
import type { SaidReport } from "./said-report.ts";

/** Gmail cuts a mail off at 102,400 bytes; a site in full takes some 25,000. */
const bytesMax = 100_000;

/** Up to three sites are told in full; of more each has a line, and some are told in short. */
const fullMax = 3;
const depths: readonly ReportDepth[] = [
  { isFull: true, sections: fullMax },
  { isFull: false, sections: 8 },
  { isFull: false, sections: 4 },
  { isFull: false, sections: 0 },
];

/** A report in both its forms, as deep as there is room for. */
export function reportParts(props: ReportMailProps): {
  report: SaidReport;
  html: string;
  text: string;
} {
  const fitting = props.sites.length > fullMax ? depths.slice(1) : depths;
  for (const depth of fitting) {
    const parts = partsOf(sayReport(props, depth));
    if (Buffer.byteLength(parts.html) <= bytesMax || depth === depths.at(-1)) return parts;
  }
  throw new Error("a report has no depth");
}

function partsOf(report: SaidReport) {
  return { report, html: htmlOf(<ReportMail report={report} />), text: plainReport(report) };
}
