import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { hx } from "#views/components/hx.ts";
import { Icon } from "#views/components/icon.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { List, listTitle } from "./list.tsx";
import { ListDefinitions } from "./list-page.tsx";
import type { ListProps } from "./list-props.ts";
import { periodLabel } from "./period-picker.tsx";
import { Pills } from "./pills.tsx";
import type { BarProps } from "./props.ts";

interface Props {
  locale: Locale;
  bar: BarProps;
  list: ListProps;
}

/**
 * One list over the dashboard: see views/islands/list-dialog.ts. Its own links replace it and the
 * address, so that Back closes it from wherever one went in it.
 */
export function ListDialog({ locale, bar, list }: Props) {
  const { lists } = messagesFor(locale);
  return (
    <dialog
      id="list-dialog"
      class="list list-dialog"
      aria-labelledby="list-title"
      data-dashboard={list.dashboardHref}
      {...hx({
        "target:inherited": "#list-dialog",
        "push-url:inherited": "false",
        "replace-url:inherited": "true",
      })}
    >
      <header class="list-dialog-head">
        <h2 id="list-title" tabindex={-1}>
          {listTitle(locale, list)} <small>{periodLabel(locale, bar.period)}</small>
        </h2>
        <form method="dialog">
          <Button variant="quiet" size="icon" label={lists.close}>
            <Icon name="cross" />
          </Button>
        </form>
      </header>
      <Pills locale={locale} pills={list.pills} clearHref={list.clearHref} />
      <List locale={locale} list={list} isPage={false} />
      <ListDefinitions locale={locale} list={list} />
    </dialog>
  );
}
