import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { startTestApp, type TestApp } from "#test/support/app.ts";
import { createFolder } from "#test/support/folder.ts";
import { runToEnd } from "#test/support/server-process.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";

const root = resolve(import.meta.dir, "../..");
const address = "zoe@agency.example";

let folder: ReturnType<typeof createFolder>;
let smtp: TestSmtp;
let app: TestApp;
beforeAll(async () => {
  folder = createFolder("doctor-mail");
  smtp = await startSmtp();
  app = await startTestApp(smtp.config);
}, 60_000);
afterAll(async () => {
  await app?.stop();
  await smtp?.stop();
  folder?.remove();
}, 60_000);

function run(settings: Record<string, string> = {}) {
  const { port } = new URL(app.origin);
  const command = [process.execPath, "src/main.ts", "doctor", "--port", port, "--mail", address];
  const env = { DATA_DIR: join(folder.path, "data"), ...settings };
  return runToEnd({ command, cwd: root, env });
}

describe("doctor --mail", () => {
  test("says that it was not told how, where the server can send mails", async () => {
    const { code, output } = await run();
    expect(output).toContain(
      `failure  Mails: No test was sent to ${address}: 127.0.0.1 is set for the server, and`,
    );
    expect(output).toContain("Run it with the server’s own environment");
    expect(output).not.toContain("None can be sent");
    expect([code, smtp.mails]).toEqual([1, []]);
  }, 60_000);

  test("sends a mail in the environment of the server", async () => {
    const { smtpUrl, mailFrom, publicUrl } = smtp.config;
    const { output } = await run({ SMTP_URL: smtpUrl, MAIL_FROM: mailFrom, PUBLIC_URL: publicUrl });
    expect(output).toContain(`ok       Mails: The test to ${address} was taken.`);
    expect(smtp.mails).toMatchObject([{ recipient: address }]);
  }, 60_000);
});
