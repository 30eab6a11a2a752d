import type { Locale } from "#src/lib/locale.ts";

/** What every whole page needs around its content. */
export interface Shell {
  locale: Locale;
  /** Path and query of this page, for the language switch and sign-in's way back. */
  path: string;
  user: {
    name: string;
    email: string;
    role: "admin" | "client";
    theme: "system" | "light" | "dark";
  } | null;
  /** The session's CSRF token; empty when nobody is signed in. */
  csrf: string;
  version: string;
  /** Addresses of our own bundles, with their content hash. */
  assets: Record<"css" | "adminCss" | "pwaCss" | "theme" | "app" | "chart" | "pwa", string>;
}
