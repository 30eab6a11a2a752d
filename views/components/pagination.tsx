import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { Icon } from "./icon.tsx";

interface PaginationProps {
  locale: Locale;
  /** Counted from 1. */
  page: number;
  pages: number;
  hrefOf: (page: number) => string;
  /** What its links ask htmx for; without it they are plain ones. */
  hxOf?: (href: string) => Record<string, string>;
}

export function Pagination({ locale, page, pages, hrefOf, hxOf }: PaginationProps) {
  if (pages <= 1) return null;
  const { common } = messagesFor(locale);
  return (
    <nav class="pagination" aria-label={common.pages}>
      {page > 1 ? (
        <a
          class="btn"
          data-variant="secondary"
          data-size="small"
          rel="prev"
          href={hrefOf(page - 1)}
          {...hxOf?.(hrefOf(page - 1))}
        >
          <Icon name="left" /> {common.previousPage}
        </a>
      ) : (
        <span />
      )}
      <span class="pagination-place">{common.pageOf({ page, pages })}</span>
      {page < pages ? (
        <a
          class="btn"
          data-variant="secondary"
          data-size="small"
          rel="next"
          href={hrefOf(page + 1)}
          {...hxOf?.(hrefOf(page + 1))}
        >
          {common.nextPage} <Icon name="right" />
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}
