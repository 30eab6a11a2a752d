/** The languages that the product speaks. */
const locales = ["en", "fr"] as const;
export type Locale = (typeof locales)[number];

/** Takes a stored or submitted value as a language, or says null. */
export function parseLocale(value: unknown): Locale | null {
  return value === "en" || value === "fr" ? value : null;
}

/**
 * The reader's first language that we speak, from an Accept-Language header such as
 * `fr-CH, fr;q=0.9, en;q=0.8`; English when none is.
 */
export function negotiateLocale(header: string | null): Locale {
  const wanted = (header ?? "")
    .slice(0, 256)
    .split(",")
    .map((part) => {
      const [tag = "", quality] = part.trim().split(/;\s*q=/);
      return { language: tag.slice(0, 2).toLowerCase(), quality: Number(quality ?? 1) || 0 };
    })
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const locale = parseLocale(language);
    if (locale) return locale;
  }
  return "en";
}
