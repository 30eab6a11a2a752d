import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { type Column, columnGroups, groupNames } from "./columns.ts";

interface StoredRowProps {
  locale: Locale;
  /** The text of each column, by its name. */
  row: Record<string, string>;
  /** Whether it is no visit's, because there is none yet. */
  isMadeUp: boolean;
}

/** One row of the log: what is in each of its columns, and what that means. */
export function StoredRow({ locale, row, isMadeUp }: StoredRowProps) {
  const { privacy } = messagesFor(locale);
  return (
    <section class="card">
      <h2>{privacy.row.title}</h2>
      <p class="card-text">{isMadeUp ? privacy.row.madeUp : privacy.row.newest}</p>
      {groupNames.map((group) => (
        <div key={group} class="stored-group">
          <h3>{privacy.row.groups[group]}</h3>
          <dl class="stored">
            {columnGroups[group].map((column) => (
              <StoredColumn
                key={column}
                locale={locale}
                column={column}
                value={row[column] ?? ""}
              />
            ))}
          </dl>
        </div>
      ))}
      <p class="card-text">{privacy.row.further}</p>
    </section>
  );
}

/** Keys that a reader might take for more than they are, and that nobody can read anyway. */
const keys: readonly Column[] = ["visitor", "id"];
const shownDigits = 6;

function StoredColumn(props: { locale: Locale; column: Column; value: string }) {
  const { locale, column, value } = props;
  const { row, columns } = messagesFor(locale).privacy;
  const { name, means } = columns[column];
  const isKey = keys.includes(column);
  return (
    <div>
      <dt>
        {name} <code class="stored-column">{column}</code>
      </dt>
      <dd>
        {value === "" ? (
          <span class="stored-empty">{row.empty}</span>
        ) : (
          <samp>{isKey ? shorten(value) : value}</samp>
        )}
        {isKey && ` ${row.shortened}`}
        <p>{means}</p>
      </dd>
    </div>
  );
}

/** The first digits of a 64-bit number in hexadecimal: enough to see what it is like. */
function shorten(value: string): string {
  const digits = BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, "0");
  return `${digits.slice(0, shownDigits)}…`;
}
