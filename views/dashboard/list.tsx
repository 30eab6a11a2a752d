import { formatFullNumber } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { hx } from "#views/components/hx.ts";
import { Pagination } from "#views/components/pagination.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { ListProps } from "./list-props.ts";
import { ListTable } from "./list-table.tsx";
import { PartLink } from "./part-link.tsx";

interface Props {
  locale: Locale;
  list: ListProps;
  isPage: boolean;
}

/** What is listed, as its tab calls it. */
export function listTitle(locale: Locale, { dimension, tab }: ListProps): string {
  const { panels, dimensions } = messagesFor(locale).dashboard;
  const names: Record<string, string> = tab ? panels[tab.panel].tabs : dimensions;
  return names[tab?.name ?? dimension] ?? dimension.replace(/^props?:/, "");
}

/** The search, the rows, and the ways to further rows and to the file. */
export function List({ locale, list, isPage }: Props) {
  const { lists } = messagesFor(locale);
  return (
    <>
      <div class="list-tools">
        <Search locale={locale} list={list} isPage={isPage} />
        <a class="list-export" href={list.exportHref} download>
          CSV<span class="sr-only">, {listTitle(locale, list)}</span>
        </a>
      </div>
      <Place locale={locale} list={list} />
      {list.rows.length > 0 ? (
        <ListTable locale={locale} list={list} isPage={isPage} />
      ) : (
        <div class="list-empty">
          {list.search.text ? (
            <>
              <p>{lists.nothingFound({ text: list.search.text })}</p>
              <PartLink class="list-clear" href={list.search.clearHref}>
                {lists.clearSearch}
              </PartLink>
            </>
          ) : (
            <p>{lists.none}</p>
          )}
        </div>
      )}
      <Pagination
        {...{ locale, page: list.page, pages: list.pages, hrefOf: list.hrefOf }}
        hxOf={(href) =>
          hx({ get: href, swap: "outerMorph scroll:top scrollTarget:.list-scroll show:top" })
        }
      />
    </>
  );
}

/** Searches while one types; without scripts the Enter key or the button does. */
function Search({ locale, list, isPage }: Props) {
  const { lists } = messagesFor(locale);
  const { text, action, kept } = list.search;
  return (
    <form
      class="list-search"
      method="get"
      action={action}
      {...hx({ get: action, trigger: "submit, input delay:250ms" })}
    >
      {kept.map(({ name, value }) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <input
        class="input"
        type="search"
        name="search"
        id="list-search"
        value={text}
        maxLength={200}
        placeholder={lists.search}
        aria-label={lists.searchIn({ list: listTitle(locale, list) })}
        autocomplete="off"
        data-key={isPage ? "/" : undefined}
      />
      <button type="submit" class="btn needs-no-js" data-variant="secondary" data-size="small">
        {lists.search}
      </button>
    </form>
  );
}

/** Which of the values are shown; whoever searches hears how many were found. */
function Place({ locale, list }: Omit<Props, "isPage">) {
  const { lists } = messagesFor(locale);
  const { before, rows, values } = list;
  const format = (count: number) => formatFullNumber(locale, count);
  return (
    <p class="list-place" role="status">
      {rows.length > 0 &&
        lists.place({
          first: format(before + 1),
          last: format(before + rows.length),
          of: format(values),
        })}
    </p>
  );
}
