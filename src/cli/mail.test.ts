import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { loadConfig } from "#src/config.ts";
import { auditLogs } from "#src/db/schema/tables.ts";
import { createFolder } from "#test/support/folder.ts";
import { runToEnd } from "#test/support/server-process.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";
import { openForCommand } from "./database.ts";

const maxMs = 60_000;
const root = resolve(import.meta.dir, "../..");
const address = "zoe@agency.example";

let folder: ReturnType<typeof createFolder>;
let dataDir: string;
let smtp: TestSmtp;
beforeAll(async () => {
  folder = createFolder("mail");
  dataDir = join(folder.path, "data");
  smtp = await startSmtp();
});
afterAll(async () => {
  await smtp.stop();
  folder.remove();
});

function run(words: string[], settings: Record<string, string> = {}) {
  const command = [process.execPath, "src/main.ts", "mail", ...words];
  return runToEnd({ command, cwd: root, env: { DATA_DIR: dataDir, ...settings } });
}

describe("mail test", () => {
  test(
    "prints what the mail server says, ends by it, and stands in the audit log",
    async () => {
      const { smtpUrl, mailFrom, publicUrl } = smtp.config;
      const settings = { SMTP_URL: smtpUrl, MAIL_FROM: mailFrom, PUBLIC_URL: publicUrl };
      expect(await run(["test", address], settings)).toEqual({
        code: 0,
        output: `127.0.0.1 has taken the mail to ${address}. Its answer:\n250 OK: message queued\n`,
      });
      expect(smtp.mails).toMatchObject([{ recipient: address }]);
      smtp.react(() => ({ at: "recipient", code: 550, text: "No such user" }));
      expect(await run(["test", address], settings)).toEqual({
        code: 1,
        output: `The mail to ${address} was not sent. The answer:\nEENVELOPE: 550 No such user\n`,
      });
      const { database, close } = await openForCommand({ ...loadConfig({}, {}), dataDir });
      const logs = await database.orm.select().from(auditLogs);
      await close();
      const entry = { action: "mail.test", subject: address, actorEmail: null };
      expect(logs).toMatchObject([
        { ...entry, after: { answer: "250 OK: message queued" } },
        { ...entry, after: { answer: "EENVELOPE: 550 No such user" } },
      ]);
    },
    maxMs,
  );

  test.each<[string[], RegExp, number]>([
    [
      ["test", address],
      /^tracker-analytics: No mails can be sent: set SMTP_URL or RESEND_API_KEY/,
      1,
    ],
    [["test", "zoe"], /^tracker-analytics: Say where to: tracker-analytics mail test /, 2],
    [["send", address], /^tracker-analytics: Say where to: /, 2],
  ])(
    "%p without a mail server says in a sentence what is missing",
    async (words, says, expected) => {
      const { code, output } = await run(words);
      expect(output).toMatch(says);
      expect(code).toBe(expected);
    },
    maxMs,
  );
});
