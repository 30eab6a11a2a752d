import { inLanguage } from "#src/lib/language-link.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { Shell } from "./shell.ts";

const languages = [
  { locale: "en", name: "English" },
  { locale: "fr", name: "Français" },
] as const;

/** The same public page in the other language, for who has no account that would know it. */
export function LanguageSwitch({ shell }: { shell: Shell }) {
  const { start } = messagesFor(shell.locale);
  return (
    <nav class="language-switch" aria-label={start.language}>
      {languages.map(({ locale, name }) =>
        locale === shell.locale ? (
          <span key={locale} lang={locale} aria-current="true">
            {name}
          </span>
        ) : (
          <a key={locale} href={inLanguage(shell.path, locale)} lang={locale} hreflang={locale}>
            {name}
          </a>
        ),
      )}
    </nav>
  );
}
