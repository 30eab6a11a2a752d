import { formatNumber } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** How many are on the site now; the stream sends this anew each time it changes. */
export function Online({ locale, online }: { locale: Locale; online: number }) {
  const { dashboard } = messagesFor(locale);
  const text = formatNumber(locale, online);
  return (
    <span class="online" data-some={online > 0 ? "" : undefined}>
      <span class="sr-only">{dashboard.online({ count: online, text })}</span>
      <span aria-hidden="true">
        <strong>{text}</strong> {dashboard.onlineShort}
      </span>
    </span>
  );
}
