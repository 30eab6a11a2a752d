import { countryName } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { PartLink } from "./part-link.tsx";
import { RowIcon } from "./row-icon.tsx";

interface ValueProps {
  locale: Locale;
  /** What it is a value of, which says how it is read. */
  dimension: string;
  value: string;
}

interface RowNameProps extends ValueProps {
  /** The same page for whoever has this value only. */
  href: string;
  /** … and for everybody else. */
  excludeHref: string;
}

/** A value as people call it, which leads to the figures of those who have it. */
export function RowName({ locale, dimension, value, href, excludeHref }: RowNameProps) {
  const text = nameOfValue({ locale, dimension, value });
  return (
    <PartLink
      class="ranking-name"
      href={href}
      title={`${text}\n${messagesFor(locale).lists.excludeByKey}`}
      data-exclude={excludeHref}
    >
      <RowIcon dimension={dimension} value={value} />
      <span>{text}</span>
    </PartLink>
  );
}

/** What people call a value; what we do not know by name is shown as it came. */
export function nameOfValue({ locale, dimension, value }: ValueProps): string {
  const { dashboard } = messagesFor(locale);
  if (dimension.startsWith("props:")) {
    const [property = "", own = ""] = value.split("\0");
    return dashboard.propertyIs({ property, value: own });
  }
  const known = (names: Record<string, string>) =>
    Object.hasOwn(names, value) ? (names[value] ?? value) : value || dashboard.unknown;
  switch (dimension) {
    case "source":
    case "referrer":
      return value || dashboard.direct;
    case "channel":
      return known(dashboard.channels);
    case "device":
      return known(dashboard.devices);
    case "kind":
      return known(dashboard.kinds);
    case "country":
      return /^[A-Z]{2}$/.test(value) ? countryName(locale, value) : value || dashboard.unknown;
    case "target":
      return value.replace(/^(?:tel|mailto):|^https?:\/\//, "");
    default:
      return value || dashboard.unknown;
  }
}
