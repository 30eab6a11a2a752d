import type { HelpGroup } from "./contents.ts";

/** What stands around every page of the help. */
export interface HelpFrame {
  groups: { group: HelpGroup; pages: HelpEntry[] }[];
  /** What links and forms within the help take along of the page's address. */
  kept: Readonly<Record<string, string>>;
  /** The contents. */
  href: string;
  /** This page in the other language. */
  other: { lang: "en" | "fr"; href: string };
}

/** A page in the contents. */
export interface HelpEntry {
  slug: string;
  href: string;
  title: string;
  summary: string;
}
