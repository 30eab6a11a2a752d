import { Icon } from "#views/components/icon.tsx";
import { PartLink } from "./part-link.tsx";
import type { Choice } from "./props.ts";

interface Props<Name extends string> {
  choices: readonly Choice<Name>[];
  /** What each is called. */
  words: Record<Name, string>;
  /** The keys that choose. */
  keys?: Partial<Record<Name, string>>;
}

/** The states of the page that a menu offers, the present one ticked. */
export function MenuChoices<Name extends string>({ choices, words, keys }: Props<Name>) {
  return (
    <div class="menu-group">
      {choices.map(({ name, href, isCurrent }) => (
        <PartLink
          key={name}
          class="menu-item"
          href={href}
          isCurrent={isCurrent}
          data-key={keys?.[name]}
        >
          {words[name]}
          {isCurrent && <Icon name="check" />}
        </PartLink>
      ))}
    </div>
  );
}
