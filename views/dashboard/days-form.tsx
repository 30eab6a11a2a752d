import type { ComponentChildren } from "preact";
import type { Locale } from "#src/lib/locale.ts";
import { hx } from "#views/components/hx.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { DaysFormProps } from "./props.ts";

interface Props {
  locale: Locale;
  form: DaysFormProps;
  children: ComponentChildren;
}

/** A form of days, in a menu: it leads to the same view with the days of its fields. */
export function DaysForm({ locale, form, children }: Props) {
  const { action, kept } = form;
  return (
    <form class="menu-group days-form" method="get" action={action} {...hx({ get: action })}>
      {kept.map(({ name, value }) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <button type="submit" class="btn" data-variant="primary" data-size="small">
        {messagesFor(locale).dashboard.apply}
      </button>
    </form>
  );
}
