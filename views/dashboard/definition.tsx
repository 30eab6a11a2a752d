import type { ComponentChildren } from "preact";
import type { Locale } from "#src/lib/locale.ts";
import { type Messages, messagesFor } from "#views/messages/catalogue.ts";

// A definition stands in the page once, as a popover that any number of labels open. The browser
// itself does all of it: no script opens it, Escape and a click beside close it, and the focus stays
// on the label. A browser that knows no popovers shows all of them below the figures.

type DefinitionName = keyof Messages["definitions"];

interface DefinedProps {
  name: DefinitionName;
  children: ComponentChildren;
}

/** A label that opens its definition. */
export function Defined({ name, children }: DefinedProps) {
  return (
    <button type="button" class="defined" {...opening(name)}>
      {children}
    </button>
  );
}

interface MarkProps {
  locale: Locale;
  name: DefinitionName;
}

/** The same beside a label that is pressed for something else. */
export function DefinitionMark({ locale, name }: MarkProps) {
  const { dashboard, definitions } = messagesFor(locale);
  const label = dashboard.definitionOf({ term: definitions[name].term });
  return <button type="button" class="definition-mark" aria-label={label} {...opening(name)} />;
}

interface DefinitionsProps {
  locale: Locale;
  names: readonly DefinitionName[];
}

/** What the labels of the page open. */
export function Definitions({ locale, names }: DefinitionsProps) {
  const { definitions } = messagesFor(locale);
  return (
    <>
      {names.map((name) => (
        <p key={name} id={idOf(name)} class="definition" popover>
          <dfn>{definitions[name].term}</dfn> {definitions[name].text}
        </p>
      ))}
    </>
  );
}

/** Whoever hears the page is told the definition with the label and need not open it. */
function opening(name: DefinitionName) {
  return { popovertarget: idOf(name), "aria-describedby": idOf(name) };
}

function idOf(name: DefinitionName): string {
  return `about-${name}`;
}
