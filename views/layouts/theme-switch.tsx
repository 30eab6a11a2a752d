import type { Locale } from "#src/lib/locale.ts";
import { Icon } from "#views/components/icon.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

/** Light or dark by hand; whoever never touches it has what their system has. */
export function ThemeSwitch({ locale }: { locale: Locale }) {
  const { common } = messagesFor(locale);
  return (
    <button
      type="button"
      class="btn theme-switch needs-js"
      data-variant="quiet"
      data-size="icon"
      aria-label={common.switchTheme}
      title={common.switchTheme}
      x-data="themeSwitch"
      x-on:click="toggle"
    >
      <Icon name="sun" />
      <Icon name="moon" />
    </button>
  );
}
