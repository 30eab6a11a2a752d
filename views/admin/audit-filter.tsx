import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { Field, FieldFrame } from "#views/components/field.tsx";
import { Select } from "#views/components/select.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

/** What is filtered by, as in the address; an empty text or null asks for all. */
export interface AuditFilter {
  actor: string;
  action: string;
  subject: string;
  from: string | null;
  to: string | null;
}

interface Props {
  locale: Locale;
  filter: AuditFilter;
  actors: readonly string[];
  isOpen: boolean;
}

/** Leads to the log as its fields say; folded away until somebody filters. */
export function AuditFilterForm({ locale, filter, actors, isOpen }: Props) {
  const { admin } = messagesFor(locale);
  const { audit } = admin;
  return (
    <details class="card filter-card" open={isOpen}>
      <summary>{audit.filter}</summary>
      <form class="filter-form" method="get" action="/admin/audit">
        <Select
          label={admin.who}
          name="actor"
          value={filter.actor}
          options={[
            { value: "", label: audit.everybody },
            { value: "server", label: admin.server },
            ...withChosen(actors, filter.actor).map((value) => ({ value, label: value })),
          ]}
        />
        <ActionSelect locale={locale} chosen={filter.action} />
        <Field
          label={admin.subject}
          name="subject"
          value={filter.subject}
          hint={audit.subjectHint}
          maxLength={254}
          autocomplete="off"
          spellcheck={false}
        />
        <Field label={audit.from} name="from" type="date" value={filter.from ?? ""} />
        <Field label={audit.to} name="to" type="date" value={filter.to ?? ""} hint={audit.zone} />
        <div class="filter-form-end">
          <Button>{audit.apply}</Button>
          {isOpen && (
            <Button href="/admin/audit" variant="quiet">
              {audit.clear}
            </Button>
          )}
        </div>
      </form>
    </details>
  );
}

/** Somebody who is asked for and has done nothing is a choice too, or the form would lie. */
function withChosen(actors: readonly string[], chosen: string): readonly string[] {
  return chosen === "" || chosen === "server" || actors.includes(chosen)
    ? actors
    : [...actors, chosen];
}

function ActionSelect({ locale, chosen }: { locale: Locale; chosen: string }) {
  const { admin } = messagesFor(locale);
  const actions = Object.entries<string>(admin.actions);
  const groups = Map.groupBy(actions, ([code]) => code.split(".")[0] ?? "");
  const isKnown = chosen === "" || groups.has(chosen) || chosen in admin.actions;
  const option = (value: string, label: string) => (
    <option key={value} value={value} selected={value === chosen}>
      {label}
    </option>
  );
  return (
    <FieldFrame label={admin.what} name="action">
      <select id="action" name="action">
        {option("", admin.audit.everything)}
        {!isKnown && option(chosen, chosen)}
        {[...groups].map(([group, members]) => (
          <optgroup key={group} label={groupName(locale, group)}>
            {members.length > 1 &&
              option(group, admin.audit.allOf({ group: groupName(locale, group) }))}
            {members.map(([code, words]) => option(code, words))}
          </optgroup>
        ))}
      </select>
    </FieldFrame>
  );
}

function groupName(locale: Locale, group: string): string {
  const groups: Record<string, string> = messagesFor(locale).admin.audit.groups;
  return groups[group] ?? group;
}
