import { MailAction } from "./mail-action.tsx";
import { ReportChange } from "./report-change.tsx";
import { ReportChart } from "./report-chart.tsx";
import { ReportListTable } from "./report-list.tsx";
import { reportRules } from "./report-style.ts";
import type { SaidSite } from "./said-report.ts";

/** What a report says of one site. */
export function ReportSection({ site }: { site: SaidSite }) {
  const { name, domain, empty, open } = site;
  return (
    <div {...(name ? { style: reportRules.site, class: "line" } : {})}>
      {name && (
        <h2 style={reportRules.siteName} class="ink">
          {name}
        </h2>
      )}
      {domain && (
        <p style={reportRules.days} class="soft">
          {domain}
        </p>
      )}
      {empty ? <Empty {...empty} /> : <Figures site={site} />}
      {empty?.action ? (
        <p style={reportRules.text}>
          <a href={open.url} style={reportRules.link} class="accent">
            {open.label}
          </a>
        </p>
      ) : (
        <MailAction {...open} />
      )}
    </div>
  );
}

function Empty({ title, body, action }: NonNullable<SaidSite["empty"]>) {
  return (
    <>
      <h3 style={reportRules.heading} class="ink">
        {title}
      </h3>
      {body.map((text) => (
        <p style={reportRules.text} class="ink">
          {text}
        </p>
      ))}
      {action && <MailAction {...action} />}
    </>
  );
}

function Figures({ site: { totals, comparison, chart, lists } }: { site: SaidSite }) {
  return (
    <>
      <table role="presentation" style={reportRules.fixed}>
        {inPairs(totals).map((pair) => (
          <tr>
            {pair.map(({ label, value, change }) => (
              <td style={reportRules.total}>
                <div style={reportRules.label} class="soft">
                  {label}
                </div>
                <div style={reportRules.value} class="ink">
                  {value}
                </div>
                {change && <ReportChange change={change} />}
              </td>
            ))}
          </tr>
        ))}
      </table>
      <p style={reportRules.note} class="soft">
        {comparison}
      </p>
      {chart && <ReportChart chart={chart} />}
      {lists.map((list) => (
        <ReportListTable list={list} />
      ))}
    </>
  );
}

function inPairs<T>(all: readonly T[]): T[][] {
  return all.flatMap((_, at) => (at % 2 === 0 ? [all.slice(at, at + 2)] : []));
}
