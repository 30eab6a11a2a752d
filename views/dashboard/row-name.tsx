import { countryName } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

interface RowNameProps {
  locale: Locale;
  /** The tab whose value it is, which says how it is read. */
  tab: string;
  value: string;
}

/** A value as people call it; what we do not know by name is shown as it came. */
export function RowName({ locale, tab, value }: RowNameProps) {
  const text = nameOf({ locale, tab, value });
  return (
    <span class="ranking-name" title={text}>
      {tab === "countries" && value && (
        <span class="country-code" aria-hidden="true">
          {value}
        </span>
      )}
      <span>{text}</span>
    </span>
  );
}

function nameOf({ locale, tab, value }: RowNameProps): string {
  const { dashboard } = messagesFor(locale);
  const known = (names: Record<string, string>) =>
    Object.hasOwn(names, value) ? (names[value] ?? value) : value || dashboard.unknown;
  switch (tab) {
    case "sources":
    case "referrers":
      return value || dashboard.direct;
    case "channels":
      return known(dashboard.channels);
    case "devices":
      return known(dashboard.devices);
    case "kinds":
      return known(dashboard.kinds);
    case "countries":
      return value ? countryName(locale, value) : dashboard.unknown;
    case "targets":
      return value.replace(/^(?:tel|mailto):|^https?:\/\//, "");
    default:
      return value || dashboard.unknown;
  }
}
