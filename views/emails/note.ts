import type { Locale } from "#src/lib/locale.ts";

/** What a short mail says, in its order; the HTML and the plain text are both made of it. */
export interface Note {
  locale: Locale;
  subject: string;
  title: string;
  /** Paragraphs, and lists of short lines. */
  body: (string | string[])[];
  action: { label: string; url: string };
  /** What stands below the button, in small. */
  remarks: string[];
  /** Who sends this, on the last line. */
  sender: string;
}

/** The plain-text part of a mail. */
export function plainNote({ title, body, action, remarks, sender }: Note): string {
  const blocks = body.map((block) =>
    typeof block === "string" ? block : block.map((line) => `- ${line}`).join("\n"),
  );
  const link = `${action.label}\n${action.url}`;
  return `${[title, ...blocks, link, ...remarks, `-- \n${sender}`].join("\n\n")}\n`;
}
