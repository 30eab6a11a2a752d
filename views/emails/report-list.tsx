import { reportRules } from "./report-style.ts";
import type { SaidList } from "./said-report.ts";

/** The leading values of a list, each over a bar as long as its share. */
export function ReportListTable({ list: { title, unit, rows } }: { list: SaidList }) {
  return (
    <table style={reportRules.table}>
      <tr>
        <th scope="col" align="left" style={reportRules.listTitle} class="ink">
          {title}
        </th>
        <th scope="col" align="right" style={reportRules.unit} class="soft">
          {unit}
        </th>
      </tr>
      {rows.map(({ name, count, share }) => (
        <>
          <tr>
            <td style={reportRules.name} class="ink">
              {name}
            </td>
            <td align="right" style={reportRules.number} class="ink">
              {count}
            </td>
          </tr>
          <tr>
            <td colSpan={2} style="padding:0">
              <Bar percent={Math.max(1, Math.min(100, Math.round(share * 100)))} />
            </td>
          </tr>
        </>
      ))}
    </table>
  );
}

function Bar({ percent }: { percent: number }) {
  return (
    <table role="presentation" width={`${percent}%`} style={reportRules.bar}>
      <tr>
        <td height="4" style={reportRules.barFill} class="pale">
          &nbsp;
        </td>
      </tr>
    </table>
  );
}
