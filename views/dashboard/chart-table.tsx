import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { ChartData } from "./chart-data.ts";
import { PartLink } from "./part-link.tsx";
import type { ChartProps } from "./props.ts";

interface ChartTableProps {
  locale: Locale;
  chart: ChartProps;
  data: ChartData;
}

/** The table behind the chart; its links are also what a click on a point follows. */
export function ChartTable({ locale, chart, data }: ChartTableProps) {
  const { dashboard } = messagesFor(locale);
  return (
    <details class="chart-table">
      <summary>{dashboard.showTable}</summary>
      <div class="table-container">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{dashboard.time}</th>
              <th scope="col" class="number">
                {data.title}
              </th>
              {chart.compared && (
                <>
                  <th scope="col">{dashboard.before}</th>
                  <th scope="col" class="number">
                    {data.title}
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {data.points.map(({ label, text, before }, index) => (
              <tr key={label} data-point={index}>
                <td>
                  <PointName href={chart.points[index]?.href ?? null} label={label} />
                  {index === data.running && <span class="muted"> ({dashboard.running})</span>}
                </td>
                <td class="number">{text}</td>
                {chart.compared && (
                  <>
                    <td class="muted">{before?.label}</td>
                    <td class="number muted">{before?.text}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function PointName({ href, label }: { href: string | null; label: string }) {
  return href ? <PartLink href={href}>{label}</PartLink> : <span>{label}</span>;
}
