import { inLanguage } from "#src/lib/language-link.ts";
import type { Shell } from "./shell.ts";

const others = {
  en: { locale: "fr", name: "Français" },
  fr: { locale: "en", name: "English" },
} as const;

/** The same public page in the other language, for who has no account that would know it. */
export function LanguageSwitch({ shell }: { shell: Shell }) {
  const { locale, name } = others[shell.locale];
  return (
    <a
      class="language-switch"
      href={inLanguage(shell.path, locale)}
      lang={locale}
      hreflang={locale}
    >
      {name}
    </a>
  );
}
