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
  /** Where mails of this kind end, of those that are sent by habit. */
  unsubscribe?: { label: string; url: string };
}

/** The plain-text part of a mail. */
export function plainNote(note: Note): string {
  const { title, body, action, remarks, sender, unsubscribe } = note;
  const blocks = body.map((block) =>
    typeof block === "string" ? block : block.map((line) => `- ${line}`).join("\n"),
  );
  const linkOf = ({ label, url }: Note["action"]) => `${label}\n${url}`;
  const links = { action: linkOf(action), end: unsubscribe ? [linkOf(unsubscribe)] : [] };
  const foot = [...remarks, ...links.end, `-- \n${sender}`];
  return `${[title, ...blocks, links.action, ...foot].join("\n\n")}\n`;
}
