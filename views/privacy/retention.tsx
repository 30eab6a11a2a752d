import type { Locale } from "#src/lib/locale.ts";
import { Notice } from "#views/components/notice.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

export interface RetentionProps {
  /** How many months are kept besides the current one; 0 is all of them. */
  months: number;
  /** Whether the site has set it, and not the instance. */
  isOwn: boolean;
  /** The first day of which anything is kept, in the reader's language; null keeps everything. */
  since: string | null;
}

/** The longest that the CNIL recommends to keep the data of audience measurement. */
const recommendedMonthsMax = 25;

/** How long the rows stay, and a warning where that is longer than it should be. */
export function Retention({ locale, months, isOwn, since }: RetentionProps & { locale: Locale }) {
  const { kept } = messagesFor(locale).privacy;
  return (
    <section class="card">
      <h2>{kept.title}</h2>
      <p class="card-text">
        {months === 0 ? kept.ever : kept.months({ count: months })}{" "}
        {since && `${kept.since({ date: since })} `}
        {isOwn ? kept.bySite : kept.byInstance}
      </p>
      {months === 0 && <Notice kind="warning">{kept.forEver}</Notice>}
      {months === recommendedMonthsMax && <Notice>{kept.toTheDay}</Notice>}
      {months > recommendedMonthsMax && <Notice kind="warning">{kept.tooLong}</Notice>}
    </section>
  );
}
