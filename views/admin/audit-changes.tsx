import type { ComponentChildren } from "preact";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

interface Change {
  before: Readonly<Record<string, unknown>>;
  after: Readonly<Record<string, unknown>>;
}

/** Whether a line has anything to tell beyond what was done. */
export function hasChanges({ before, after }: Change): boolean {
  return Object.keys(before).length + Object.keys(after).length > 0;
}

/** What a field was and what it became, in the words of its form. */
export function Changes({ locale, before, after }: Change & { locale: Locale }) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return (
    <dl class="changes-list">
      {names.map((name) => (
        <div key={name}>
          <dt>{fieldName(locale, name)}</dt>
          <dd>
            {name in before && <del>{valueText(locale, before[name])}</del>}
            {name in before && name in after && <span aria-hidden="true"> → </span>}
            {name in after && <ins>{valueText(locale, after[name])}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** As the form has it; what no form has is shown as the code that it is. */
function fieldName(locale: Locale, name: string): ComponentChildren {
  const { admin, sites } = messagesFor(locale);
  const words: Record<string, unknown> = { ...sites, ...admin.audit.fields };
  const word = Object.hasOwn(words, name) ? words[name] : null;
  return typeof word === "string" ? word : <code>{name}</code>;
}

function valueText(locale: Locale, value: unknown): string {
  const { audit } = messagesFor(locale).admin;
  if (value === true) return audit.yes;
  if (value === false) return audit.no;
  if (value === null || value === "") return audit.empty;
  if (Array.isArray(value)) return value.join(", ") || audit.empty;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
