import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { Icon } from "#views/components/icon.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

/** The keys as they are written on a keyboard, in the order in which the help lists them. */
const keys = {
  today: ["T"],
  yesterday: ["Y"],
  week: ["W"],
  month: ["M"],
  year: ["L"],
  live: ["R"],
  step: ["←", "→"],
  comparison: ["X"],
  search: ["/"],
  clear: ["Esc"],
  help: ["?"],
} as const;

/** The list of the keys, and the switch for whoever wants none of them. */
export function KeysHelp({ locale }: { locale: Locale }) {
  const messages = messagesFor(locale);
  const { help, ...common } = messages.common;
  const names = Object.keys(keys) as (keyof typeof keys)[];
  return (
    <dialog id="keys" class="keys" aria-labelledby="keys-title">
      <form method="dialog" class="keys-head">
        <h2 id="keys-title">{help.title}</h2>
        <Button variant="quiet" size="icon" label={common.close}>
          <Icon name="cross" />
        </Button>
      </form>
      <dl>
        {names.map((name) => (
          <div key={name}>
            <dt>
              {keys[name].map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{help.keys[name]}</dd>
          </div>
        ))}
      </dl>
      <div class="field field-checkbox keys-switch" x-data="keySwitch">
        <input type="checkbox" id="keys-on" x-model="isOn" x-on:change="turn" />
        <label for="keys-on">{help.areOn}</label>
      </div>
      <p class="keys-switch">
        <Button href="/docs/dashboard" variant="secondary" size="small">
          {messages.help.title}
        </Button>
      </p>
    </dialog>
  );
}
