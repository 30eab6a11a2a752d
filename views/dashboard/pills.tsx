import type { Locale } from "#src/lib/locale.ts";
import { Icon } from "#views/components/icon.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { PartLink } from "./part-link.tsx";
import type { PillProps } from "./props.ts";
import { nameOfValue } from "./row-name.tsx";

interface PillsProps {
  locale: Locale;
  pills: readonly PillProps[];
  /** Where there are no filters at all. */
  clearHref: string;
}

/** The filters that every figure obeys; a click takes one away. */
export function Pills({ locale, pills, clearHref }: PillsProps) {
  const { dashboard } = messagesFor(locale);
  if (pills.length === 0) return null;
  return (
    <ul class="pills" aria-label={dashboard.filters.title}>
      {pills.map(({ dimension, operator, values, href }) => {
        const texts = values.map((value) => nameOfValue({ locale, dimension, value }));
        const list = new Intl.ListFormat(locale, { type: "disjunction" }).format(texts);
        const isKnown = Object.hasOwn(dashboard.dimensions, dimension);
        const name = isKnown
          ? dashboard.dimensions[dimension as keyof typeof dashboard.dimensions]
          : dimension.replace(/^prop:/, "");
        const text = `${name} ${dashboard.filters.operators[operator]} ${list}`;
        return (
          <li key={href}>
            <PartLink
              class="pill"
              href={href}
              label={dashboard.filters.remove({ filter: text })}
              data-key={pills.length === 1 ? "Escape" : undefined}
            >
              <span>
                {name} {dashboard.filters.operators[operator]} <strong>{list}</strong>
              </span>
              <Icon name="cross" />
            </PartLink>
          </li>
        );
      })}
      {pills.length > 1 && (
        <li>
          <PartLink class="pill-clear" href={clearHref} data-key="Escape">
            {dashboard.filters.clear}
          </PartLink>
        </li>
      )}
    </ul>
  );
}
