import { MailFrame } from "./mail-frame.tsx";
import { rules } from "./mail-style.ts";
import { ReportContents } from "./report-contents.tsx";
import { ReportSection } from "./report-section.tsx";
import { reportRules } from "./report-style.ts";
import type { SaidReport } from "./said-report.ts";

/** The figures of a week or a month, of one site or several. */
export function ReportMail({ report }: { report: SaidReport }) {
  const { locale, subject, kind, title, days, contents, sites, foot, sender } = report;
  return (
    <MailFrame
      {...{ locale, subject, sender }}
      preview={`${kind} – ${days}`}
      foot={<Foot {...foot} />}
    >
      <p style={reportRules.kind} class="soft">
        {kind}
      </p>
      <h1 style={reportRules.title} class="ink">
        {title}
      </h1>
      <p style={reportRules.days} class="soft">
        {days}
      </p>
      {contents.lines.length > 0 && <ReportContents {...contents} />}
      {sites.map((site) => (
        <ReportSection site={site} />
      ))}
    </MailFrame>
  );
}

function Foot({ why, unsubscribe, preferences }: SaidReport["foot"]) {
  const links = [unsubscribe, ...(preferences ? [preferences] : [])];
  return (
    <>
      <p style={rules.small} class="soft">
        {why}
      </p>
      {links.map(({ label, url }) => (
        <p style={rules.small}>
          <a href={url} style={reportRules.link} class="accent">
            {label}
          </a>
        </p>
      ))}
    </>
  );
}
