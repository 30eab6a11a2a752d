import type { Locale } from "#src/lib/locale.ts";
import { Icon } from "#views/components/icon.tsx";
import { Menu } from "#views/components/menu.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { hasSiteSearch, SiteSearch } from "#views/sites/site-search.tsx";
import { DaysForm } from "./days-form.tsx";
import { DefinitionMark } from "./definition.tsx";
import { MenuChoices } from "./menu-choices.tsx";
import { MoreMenu } from "./more-menu.tsx";
import { Online } from "./online.tsx";
import { PeriodPicker } from "./period-picker.tsx";
import type { BarProps } from "./props.ts";

/** What the figures are of: the site, the period, what it is compared with. */
export function Bar({ locale, bar }: { locale: Locale; bar: BarProps }) {
  return (
    <header class="bar">
      <div class="bar-site">
        <SiteSwitcher locale={locale} bar={bar} />
        {bar.site.isArchived && <span class="mark">{messagesFor(locale).sites.life.archived}</span>}
        <span class="bar-online">
          <span id="online">
            <Online locale={locale} online={bar.online} />
          </span>
          {bar.hasFigures && <DefinitionMark locale={locale} name="online" />}
        </span>
      </div>
      {bar.hasFigures && (
        <div class="bar-choices">
          <PeriodPicker locale={locale} period={bar.period} />
          {bar.comparison && <ComparisonPicker locale={locale} comparison={bar.comparison} />}
        </div>
      )}
      <MoreMenu locale={locale} bar={bar} />
    </header>
  );
}

function SiteSwitcher({ locale, bar }: { locale: Locale; bar: BarProps }) {
  const { dashboard } = messagesFor(locale);
  const { site, sites } = bar;
  return (
    <Menu
      look="title"
      summary={
        <>
          <h1>{site.name}</h1>
          <Icon name="down" />
        </>
      }
    >
      <div class="menu-group" x-data="siteList" x-on:keydown="move">
        <p class="menu-title">{dashboard.chooseSite}</p>
        {hasSiteSearch(sites.length) && (
          <div class="menu-search needs-js">
            <SiteSearch locale={locale} />
          </div>
        )}
        {sites.map(({ name, domain, href, isCurrent }) => (
          <a
            key={domain}
            class="menu-item"
            href={href}
            data-search={`${name} ${domain}`}
            aria-current={isCurrent ? "page" : undefined}
          >
            <span class="menu-item-text">
              {name}
              {name !== domain && <small>{domain}</small>}
            </span>
            {isCurrent && <Icon name="check" />}
          </a>
        ))}
      </div>
      <div class="menu-group">
        <a class="menu-item" href="/sites">
          {dashboard.allSites}
        </a>
      </div>
    </Menu>
  );
}

function ComparisonPicker({
  locale,
  comparison,
}: {
  locale: Locale;
  comparison: NonNullable<BarProps["comparison"]>;
}) {
  const { dashboard } = messagesFor(locale);
  return (
    <Menu
      align="end"
      look="quiet"
      summary={
        <>
          <span class="sr-only">{dashboard.chooseComparison}</span>
          <span class="bar-comparison">{dashboard.comparisons[comparison.current]}</span>
          <span class="bar-comparison-short">{dashboard.comparisonsShort[comparison.current]}</span>
          <Icon name="down" />
        </>
      }
    >
      <MenuChoices
        choices={comparison.choices}
        words={dashboard.comparisons}
        keys={{ [comparison.current === "none" ? "previous" : "none"]: "x" }}
      />
      <DaysForm locale={locale} form={comparison.custom}>
        <label>
          {dashboard.compareFrom}
          <input
            class="input"
            type="date"
            name="compare_from"
            value={comparison.first}
            max={comparison.custom.max}
            required
          />
        </label>
      </DaysForm>
    </Menu>
  );
}
