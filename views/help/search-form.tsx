import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { hx } from "#views/components/hx.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { HelpFrame } from "./frame.ts";

interface SearchFormProps {
  locale: Locale;
  frame: HelpFrame;
  text: string;
}

/** Searches the help while one types; without scripts the Enter key or the button does. */
export function SearchForm({ locale, frame, text }: SearchFormProps) {
  const { help } = messagesFor(locale);
  const asTyped = hx({
    get: "/docs",
    trigger: "submit, input delay:250ms",
    target: "#help-found",
    select: "#help-found",
    swap: "outerHTML",
    sync: "this:replace",
    "replace-url": "true",
  });
  return (
    <search>
      <form class="help-search" method="get" action="/docs" {...asTyped}>
        <KeptFields frame={frame} />
        <input
          class="input"
          type="search"
          name="q"
          id="help-q"
          value={text}
          maxLength={100}
          placeholder={help.searchHint}
          aria-label={help.search}
          autocomplete="off"
          data-key="/"
        />
        <Button variant="secondary">{help.find}</Button>
      </form>
    </search>
  );
}

/** The site and the language that the page was asked for in. */
export function KeptFields({ frame: { kept }, but }: { frame: HelpFrame; but?: string }) {
  const fields = Object.entries(kept).filter(([name]) => name !== but);
  return fields.map(([name, value]) => <input key={name} type="hidden" {...{ name, value }} />);
}
