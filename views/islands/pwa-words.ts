import { pwa as english } from "#views/messages/en/pwa.ts";
import { pwa as french } from "#views/messages/fr/pwa.ts";

// The notes are made in the page, so their words are in the bundle, in the language of the page.
const { lang } = document.documentElement;

export const words = lang === "fr" ? french : english;
/** English is British, as in src/lib/format.ts. */
export const languageTag = lang === "fr" ? "fr-FR" : "en-GB";
