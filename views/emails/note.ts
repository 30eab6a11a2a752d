import type { Locale } from "#src/lib/locale.ts";

/** What a short mail says, in its order; the HTML and the plain text are both made of it. */
export interface Note {
  locale: Locale;
  subject: string;
  title: string;
  paragraphs: string[];
  /** A few lines that are no sentences: names of sites, or when and with what. */
  lines: string[];
  action: { label: string; url: string };
  /** What stands below the button, in small. */
  remarks: string[];
  /** Who sends this, on the last line. */
  sender: string;
}

/** The plain-text part of a mail. */
export function plainNote({ title, paragraphs, lines, action, remarks, sender }: Note): string {
  const list = lines.map((line) => `- ${line}`).join("\n");
  const link = `${action.label}:\n${action.url}`;
  const parts = [title, ...paragraphs, list, link, ...remarks, `-- \n${sender}`];
  return `${parts.filter(Boolean).join("\n\n")}\n`;
}
