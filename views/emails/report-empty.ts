import { formatFullNumber, formatMonth } from "#src/lib/format.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { ReportMailProps, ReportSite } from "./report-props.ts";
import type { SaidEmpty } from "./said-report.ts";

type Frame = Pick<ReportMailProps, "locale" | "period" | "first">;

/** What is said of a site that nobody visited: that this happens, or how to begin. */
export function sayWhyEmpty(frame: Frame, site: ReportSite): SaidEmpty {
  const { never, install } = messagesFor(frame.locale).reportMail;
  const { domain, installUrl } = site;
  const action = installUrl ? { label: install, url: installUrl } : null;
  if (site.wasCounted) return { ...sayQuiet(frame, site), action };
  const body = [never.about({ domain }), installUrl ? never.check : never.ask];
  return { title: never.title, body, action };
}

function sayQuiet({ locale, period, first }: Frame, { domain, before, installUrl }: ReportSite) {
  const { quiet } = messagesFor(locale).reportMail;
  const count = before?.visitors ?? 0;
  const about =
    period === "week"
      ? quiet.about.week({ domain })
      : quiet.about.month({ domain, month: formatMonth(locale, first) });
  const earlier = quiet.before[period]({ count, text: formatFullNumber(locale, count) });
  return {
    title: quiet.title[period],
    body: [about, ...(before ? [earlier] : []), installUrl ? quiet.check : quiet.ask],
  };
}
