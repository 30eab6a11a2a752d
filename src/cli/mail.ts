import { writeAudit } from "#src/auth/audit.ts";
import { parseEmail } from "#src/lib/email.ts";
import { StartupError } from "#src/lib/errors.ts";
import { answerOf, nameCarrier } from "#src/mail/mailer.ts";
import { sendTestMail } from "#src/mail/test-mail.ts";
import { type Command, UsageError } from "./command.ts";
import { openForCommand } from "./database.ts";

/** Who runs a command on the server is nobody who has signed in. */
const actor = { userId: null, email: null, ip: null };

export const mail: Command = {
  name: "mail",
  usage: "test ADDRESS",
  summary: "Send a mail at once, and print what the mail server says.",
  wordsMax: 2,
  run: async ({ config, words: [action, typed = ""] }) => {
    const recipient = parseEmail(typed);
    if (action !== "test" || !recipient)
      throw new UsageError("Say where to: tracker-analytics mail test anna@example.com.");
    const carrier = nameCarrier(config);
    if (!carrier)
      throw new StartupError("No mails can be sent: set SMTP_URL or RESEND_API_KEY first.");
    const opened = await openForCommand(config);
    try {
      const outcome = await sendTestMail(config, { recipient, locale: "en" });
      if (!outcome) throw new StartupError("No mails can be sent.");
      const answer = answerOf(outcome);
      const entry = { actor, action: "mail.test", subject: recipient, at: new Date() };
      await writeAudit(opened.database.orm, { ...entry, after: { answer } });
      console.log(ends[outcome.kind]({ carrier, recipient }));
      console.log(answer);
      return outcome.kind === "sent" ? 0 : 1;
    } finally {
      await opened.close();
    }
  },
};

type End = (mail: { carrier: string; recipient: string }) => string;

const ends: Record<"sent" | "refused" | "unknown", End> = {
  sent: ({ carrier, recipient }) => `${carrier} has taken the mail to ${recipient}. Its answer:`,
  refused: ({ recipient }) => `The mail to ${recipient} was not sent. The answer:`,
  unknown: ({ recipient }) => `The mail to ${recipient} may have been sent; nothing came back:`,
};
