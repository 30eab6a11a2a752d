import { flat, reportRules } from "./report-style.ts";
import type { SaidChart } from "./said-report.ts";

const heightMax = 64;
/** So many columns have room for their number and their day. */
const labelledMax = 7;

interface ReportChartProps {
  chart: SaidChart;
  heading: "h2" | "h3";
}

/** Visitors by day as cells of a height: no picture has to be fetched, and Outlook draws it as well. */
export function ReportChart({ chart, heading: Heading }: ReportChartProps) {
  const { title, bars, caption } = chart;
  const isLabelled = bars.length <= labelledMax;
  const said = bars.map(({ day, value }) => `${day}: ${value}`).join(", ");
  return (
    <>
      <Heading style={reportRules.heading} class="ink">
        {title}
      </Heading>
      <table role="img" aria-label={said} style={reportRules.fixed}>
        <tr>
          {bars.map(({ value, share }) => (
            <td style={isLabelled ? reportRules.column : reportRules.narrowColumn}>
              {isLabelled && (
                <div style={reportRules.count} class="ink">
                  {value}
                </div>
              )}
              <Bar height={Math.max(1, Math.round(share * heightMax))} isEmpty={share === 0} />
            </td>
          ))}
        </tr>
        {isLabelled && (
          <tr>
            {bars.map(({ weekday }) => (
              <td style={reportRules.day} class="soft">
                {weekday}
              </td>
            ))}
          </tr>
        )}
      </table>
      <p style={reportRules.note} class="soft">
        {caption}
      </p>
    </>
  );
}

function Bar({ height, isEmpty }: { height: number; isEmpty: boolean }) {
  const ground = isEmpty ? "#e5e5e0" : "#0b6b66";
  return (
    <table role="presentation" style={reportRules.table}>
      <tr>
        <td
          height={height}
          style={`height:${height}px;padding:0;${flat};background-color:${ground}`}
          class={isEmpty ? "empty" : "fill"}
        >
          &nbsp;
        </td>
      </tr>
    </table>
  );
}
