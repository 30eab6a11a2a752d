import { MailAction } from "./mail-action.tsx";
import { ReportChange } from "./report-change.tsx";
import { ReportChart } from "./report-chart.tsx";
import { ReportListTable } from "./report-list.tsx";
import { reportRules } from "./report-style.ts";
import type { SaidEmpty, SaidSite } from "./said-report.ts";

/** What a report says of one site. */
export function ReportSection({ site }: { site: SaidSite }) {
  const { name, domain, empty, open } = site;
  // Of one site the name is the title of the mail.
  const heading = name ? "h3" : "h2";
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
      {empty ? (
        <Empty empty={empty} heading={heading} />
      ) : (
        <Figures site={site} heading={heading} />
      )}
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

interface PartProps {
  heading: "h2" | "h3";
}

function Empty({ empty, heading: Heading }: PartProps & { empty: SaidEmpty }) {
  const { title, body, action } = empty;
  return (
    <>
      <Heading style={reportRules.heading} class="ink">
        {title}
      </Heading>
      {body.map((text) => (
        <p style={reportRules.text} class="ink">
          {text}
        </p>
      ))}
      {action && <MailAction {...action} />}
    </>
  );
}

function Figures({ site, heading }: PartProps & { site: SaidSite }) {
  const { totals, comparison, chart, lists } = site;
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
      {chart && <ReportChart chart={chart} heading={heading} />}
      {lists.map((list) => (
        <ReportListTable list={list} />
      ))}
    </>
  );
}

function inPairs<T>(all: readonly T[]): T[][] {
  return all.flatMap((_, at) => (at % 2 === 0 ? [all.slice(at, at + 2)] : []));
}
