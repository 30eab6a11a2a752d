import { countryName, formatFullNumber } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { PartLink } from "./part-link.tsx";
import type { MapCountry, MapProps } from "./props.ts";

/** The world, shaded by visitors; each country with any leads to its own figures. */
export function WorldMap({ locale, map }: { locale: Locale; map: MapProps }) {
  const { dashboard } = messagesFor(locale);
  const { width, height, rest, countries } = map;
  return (
    <div class="map">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset. */}
      <svg
        class="map-world"
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={dashboard.mapTitle}
      >
        <g class="map-rest">
          {rest.map((path) => (
            <path key={path} d={path} />
          ))}
        </g>
        {countries.map((country) => (
          <Country key={country.code} locale={locale} country={country} />
        ))}
      </svg>
      <Legend locale={locale} steps={map.steps} />
    </div>
  );
}

function Country({ locale, country }: { locale: Locale; country: MapCountry }) {
  const { code, path, href, excludeHref, visitors, step } = country;
  const { dashboard, lists } = messagesFor(locale);
  const text = dashboard.mapCountry({
    country: countryName(locale, code),
    count: visitors,
    text: formatFullNumber(locale, visitors),
  });
  return (
    <PartLink
      class={`map-country map-step-${step}`}
      href={href}
      label={text}
      data-exclude={excludeHref}
    >
      <title>{`${text}\n${lists.excludeByKey}`}</title>
      <path d={path} />
    </PartLink>
  );
}

function Legend({ locale, steps }: { locale: Locale; steps: MapProps["steps"] }) {
  const { dashboard } = messagesFor(locale);
  const textOf = (value: number) => formatFullNumber(locale, value);
  return (
    <div class="map-legend">
      <span id="map-legend">{dashboard.columnVisitors}</span>
      <ul aria-labelledby="map-legend">
        {steps.map(({ step, from, to }) => (
          <li key={step}>
            <svg class="map-swatch" viewBox="0 0 1 1" aria-hidden="true">
              <path class={`map-step-${step}`} d="M0 0h1v1H0z" />
            </svg>
            {from === to ? textOf(to) : `${textOf(from)}–${textOf(to)}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
