import { ReportChange } from "./report-change.tsx";
import { reportRules } from "./report-style.ts";
import type { SaidReport } from "./said-report.ts";

/** A line for each of many sites. */
export function ReportContents({ title, lines, more, url }: SaidReport["contents"]) {
  return (
    <>
      <h2 style={reportRules.heading} class="ink">
        {title}
      </h2>
      <table role="presentation" style={reportRules.table}>
        {lines.map((line) => (
          <tr>
            <td style={reportRules.name} class="ink">
              <a href={line.url} style={reportRules.link} class="accent">
                {line.name}
              </a>
              {line.change && <ReportChange change={line.change} />}
            </td>
            <td style={reportRules.number} class="ink">
              {line.visitors}
            </td>
          </tr>
        ))}
      </table>
      {more && (
        <p style={reportRules.note}>
          <a href={url} style={reportRules.link} class="accent">
            {more}
          </a>
        </p>
      )}
    </>
  );
}
