import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { HelpFrame } from "./frame.ts";

/** The same page in the other language, whose readers it addresses in it. */
export function OtherLanguage({ locale, frame }: { locale: Locale; frame: HelpFrame }) {
  const { lang, href } = frame.other;
  return (
    <p class="help-other">
      <a href={href} lang={lang} hrefLang={lang}>
        {messagesFor(locale).help.otherLanguage}
      </a>
    </p>
  );
}
