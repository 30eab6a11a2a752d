import type { Locale } from "#src/lib/locale.ts";

const rules: Record<Locale, Intl.PluralRules> = {
  en: new Intl.PluralRules("en"),
  fr: new Intl.PluralRules("fr"),
};

/** The form of a word that goes with a count: French says one for nothing, English says other. */
export function plural(
  locale: Locale,
  count: number,
  forms: { one: string; other: string },
): string {
  return rules[locale].select(count) === "one" ? forms.one : forms.other;
}
