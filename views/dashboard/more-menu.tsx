import { formatDay } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { Icon } from "#views/components/icon.tsx";
import { Menu } from "#views/components/menu.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { BarProps } from "./props.ts";

/** What can be done with the view as a whole, and with its site. */
export function MoreMenu({ locale, bar }: { locale: Locale; bar: BarProps }) {
  const { dashboard, common, privacy } = messagesFor(locale);
  const base = `/sites/${encodeURIComponent(bar.site.domain)}`;
  return (
    <div class="bar-more">
      <Menu summary={<Icon name="dots" />} label={dashboard.moreActions} align="end" look="quiet">
        {bar.hasFigures && <Exports locale={locale} files={bar.exports} />}
        <div class="menu-group needs-js">
          {bar.hasFigures && <PrintItem locale={locale} />}
          <ShareItem locale={locale} />
          <button type="button" class="menu-item" data-opens="keys">
            {common.help.title}
            <span class="menu-key" aria-hidden="true">
              ?
            </span>
          </button>
        </div>
        <div class="menu-group">
          {bar.canEdit && (
            <>
              <a class="menu-item" href={`${base}/settings`}>
                {dashboard.settings}
              </a>
              <a class="menu-item" href={`${base}/install`}>
                {dashboard.installation}
              </a>
            </>
          )}
          <a class="menu-item" href={`${base}/privacy`}>
            {privacy.title}
          </a>
        </div>
      </Menu>
    </div>
  );
}

function Exports({ locale, files }: { locale: Locale; files: BarProps["exports"] }) {
  const { dashboard } = messagesFor(locale);
  return (
    <div class="menu-group">
      <p class="menu-title">{dashboard.exportAs}</p>
      <a class="menu-item" href={files.chart} download>
        {dashboard.exportChart}
      </a>
      <a class="menu-item" href={files.events} download>
        <span class="menu-item-text">
          {dashboard.exportEvents}
          <small>
            {dashboard.exportEventsNote}
            {files.eventsFrom &&
              `, ${dashboard.exportEventsFrom({ date: formatDay(locale, files.eventsFrom, "medium") })}`}
          </small>
        </span>
      </a>
    </div>
  );
}

/** A button that prints takes a script; without any, the browser's own menu prints the same. */
function PrintItem({ locale }: { locale: Locale }) {
  return (
    <button type="button" class="menu-item" x-data="printer" x-on:click="print">
      {messagesFor(locale).dashboard.print}
    </button>
  );
}

/**
 * Hands on the address of the view, which without scripts is copied from the browser's own bar.
 * (`x-show` would write styles into the page.)
 */
function ShareItem({ locale }: { locale: Locale }) {
  const { dashboard } = messagesFor(locale);
  return (
    <button type="button" class="menu-item" x-data="sharer" x-on:click="share">
      <span x-bind:hidden="!isIdle">{dashboard.share}</span>
      <span x-bind:hidden="!isCopied" hidden role="status">
        {dashboard.addressCopied}
      </span>
      <span x-bind:hidden="!isCopied" hidden>
        <Icon name="check" />
      </span>
      <span x-bind:hidden="!isRefused" hidden role="alert">
        {dashboard.addressNotCopied}
      </span>
    </button>
  );
}
