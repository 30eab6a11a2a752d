import type { Locale } from "#src/lib/locale.ts";
import { Notice } from "#views/components/notice.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

export interface Terms {
  /** How many months are kept besides the current one; 0 is all of them. */
  months: number;
  /** The same of single rows, where they go before what was computed from them; else null. */
  rowMonths: number | null;
}

export interface RetentionProps extends Terms {
  /** Whether the site has set it, and not the instance. */
  isOwn: boolean;
  /** The first day of which rows are kept, in the reader's language; null keeps everything. */
  since: string | null;
}

/** The longest that the CNIL recommends to keep the data of audience measurement. */
const recommendedMonthsMax = 25;

/** How long the rows stay, and a warning where that is longer than it should be. */
export function Retention(props: RetentionProps & { locale: Locale }) {
  const { locale, months, isOwn } = props;
  const { kept } = messagesFor(locale).privacy;
  return (
    <section class="card">
      <h2>{kept.title}</h2>
      <p class="card-text">
        {termsText(props)} {isOwn ? kept.bySite : kept.byInstance}
      </p>
      {months === 0 && <Notice kind="warning">{kept.forEver}</Notice>}
      {months === recommendedMonthsMax && <Notice>{kept.toTheDay}</Notice>}
      {months > recommendedMonthsMax && <Notice kind="warning">{kept.tooLong}</Notice>}
    </section>
  );
}

function termsText({ locale, months, rowMonths, since }: RetentionProps & { locale: Locale }) {
  const { kept } = messagesFor(locale).privacy;
  const all = months === 0 ? kept.ever : kept.months({ count: months });
  if (rowMonths === null)
    return [all, since && kept.since({ date: since })].filter(Boolean).join(" ");
  const figures = months === 0 ? kept.figuresEver : kept.figures({ count: months });
  const rows = [kept.rows({ count: rowMonths }), since && kept.sinceRows({ date: since })];
  return [...rows, figures].filter(Boolean).join(" ");
}
