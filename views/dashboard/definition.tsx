import type { ComponentChildren } from "preact";
import type { Locale } from "#src/lib/locale.ts";
import { type Messages, messagesFor } from "#views/messages/catalogue.ts";

// A definition stands in the page once, as a popover that any number of labels open. The browser
// itself does all of it: no script opens it, Escape and a click beside close it, and the focus stays
// on the label. A browser that knows no popovers shows all of them below the figures.

type DefinitionName = keyof Messages["definitions"];

/**
 * Where a definition stands. What is in a dialog cannot be reached from outside, nor what is outside
 * from there.
 */
type Place = "page" | "list";

interface DefinedProps {
  name: DefinitionName;
  place?: Place;
  children: ComponentChildren;
}

/** A label that opens its definition. */
export function Defined({ name, place, children }: DefinedProps) {
  return (
    <button type="button" class="defined" {...opening(name, place)}>
      {children}
    </button>
  );
}

interface MarkProps {
  locale: Locale;
  name: DefinitionName;
  place?: Place;
}

/** The same beside a label that is pressed for something else. */
export function DefinitionMark({ locale, name, place }: MarkProps) {
  const { dashboard, definitions } = messagesFor(locale);
  const label = dashboard.definitionOf({ term: definitions[name].term });
  return (
    <button type="button" class="definition-mark" aria-label={label} {...opening(name, place)} />
  );
}

interface DefinitionsProps {
  locale: Locale;
  names: readonly DefinitionName[];
  place?: Place;
}

/** What the labels of the page open. */
export function Definitions({ locale, names, place }: DefinitionsProps) {
  const { definitions } = messagesFor(locale);
  return (
    <>
      {names.map((name) => (
        <p key={name} id={idOf(name, place)} class="definition" popover>
          <dfn>{definitions[name].term}</dfn> {definitions[name].text}
        </p>
      ))}
    </>
  );
}

/** Whoever hears the page is told the definition with the label and need not open it. */
function opening(name: DefinitionName, place?: Place) {
  return { popovertarget: idOf(name, place), "aria-describedby": idOf(name, place) };
}

function idOf(name: DefinitionName, place: Place = "page"): string {
  return place === "list" ? `about-${name}-in-list` : `about-${name}`;
}
