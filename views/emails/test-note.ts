import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { Note } from "./note.ts";

/** Shows that mails arrive, and how they look. */
export function testNote({ locale, publicUrl }: { locale: Locale; publicUrl: string }): Note {
  const { from, test } = messagesFor(locale).emails;
  const { host } = new URL(publicUrl);
  return {
    locale,
    subject: test.subject({ host }),
    title: test.title,
    body: [test.about({ host })],
    action: { label: test.action, url: `${publicUrl}/admin/system` },
    remarks: [],
    sender: from({ host }),
  };
}
