import { Icon } from "#views/components/icon.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { Shell } from "./shell.ts";

/**
 * Light or dark by hand; whoever never touches it has what their system has. The choice of somebody
 * who has signed in goes to their account, which takes the token.
 */
export function ThemeSwitch({ shell }: { shell: Shell }) {
  const { common } = messagesFor(shell.locale);
  return (
    <button
      type="button"
      class="btn theme-switch needs-js"
      data-variant="quiet"
      data-size="icon"
      aria-label={common.switchTheme}
      title={common.switchTheme}
      data-csrf={shell.csrf || undefined}
      x-data="themeSwitch"
      x-on:click="toggle"
    >
      <Icon name="sun" />
      <Icon name="moon" />
    </button>
  );
}
