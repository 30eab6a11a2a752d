import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type Reaction, startSmtp, type TestSmtp } from "#test/support/smtp.ts";
import type { Outcome } from "./mailer.ts";
import { smtpMailer } from "./smtp.ts";

const token = "dGhpcyBpcyBhIHNlY3JldCB0b2tlbiBvZiAyNTYgYml0";
const letter = {
  id: "7.1764236800000",
  recipient: "anna@shop.example",
  subject: "Une invitation à consulter",
  html: `<p>Bonjour, http://stats.example/password/${token}</p>`,
  text: `.\nBonjour à tous\n..\n.\nhttp://stats.example/password/${token}`,
};

let smtp: TestSmtp;
beforeEach(async () => {
  smtp = await startSmtp();
});
afterEach(() => smtp.stop());

/** Sends the letter, and says whether it had been handed over. */
async function send(
  options: {
    url?: string;
    from?: string;
    recipient?: string;
    patienceMs?: number;
    handOver?: () => Promise<void>;
  } = {},
): Promise<Outcome & { isHandedOver: boolean }> {
  let isHandedOver = false;
  const { url = smtp.config.smtpUrl, recipient = letter.recipient, patienceMs = 10_000 } = options;
  const mailer = smtpMailer({ url, from: options.from ?? "stats@agency.example", patienceMs });
  const outcome = await mailer.send({ ...letter, recipient }, async () => {
    isHandedOver = true;
    await options.handOver?.();
  });
  return { ...outcome, isHandedOver };
}

const reactWith = (reaction: Reaction) => smtp.react(() => reaction);

describe("smtpMailer", () => {
  test("sends both parts whole, and says that a machine writes", async () => {
    const from = "L’agence <stats@agency.example>";
    expect(await send({ from })).toMatchObject({ kind: "sent", isHandedOver: true });
    const [mail] = await smtp.wait(1);
    expect(mail?.recipient).toBe(letter.recipient);
    expect(mail?.subject).toBe(letter.subject);
    expect(mail?.text.replaceAll("\r\n", "\n").trim()).toBe(letter.text);
    expect(mail?.html.trim()).toBe(letter.html);
    expect(mail?.headers).toMatchObject({
      to: "anna@shop.example",
      "message-id": `<${letter.id}@agency.example>`,
      "auto-submitted": "auto-generated",
    });
    expect(mail?.headers.from).toEndWith("<stats@agency.example>");
  });

  test.each([
    [{ at: "recipient", code: 550 }, true],
    [{ at: "recipient", code: 450 }, false],
    [{ at: "data", code: 554 }, true],
    [{ at: "data", code: 451 }, false],
  ] as [Reaction, boolean][])("is refused by %p, for ever: %p", async (reaction, isFinal) => {
    reactWith(reaction);
    const isAfterData = typeof reaction === "object" && reaction.at === "data";
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: "refused", isFinal, isHandedOver: isAfterData });
    expect(smtp.mails).toEqual([]);
  });

  test.each(["drop", "silence"] as const)(
    "does not know what became of a mail after which there is %s",
    async (reaction) => {
      reactWith(reaction);
      const outcome = await send({ patienceMs: 1_500 });
      expect(outcome).toMatchObject({ kind: "unknown", isHandedOver: true });
    },
  );

  test("keeps a mail back whose handing over could not be noted", async () => {
    const handOver = () => Promise.reject(new Error("the database is gone"));
    expect(await send({ handOver })).toMatchObject({ kind: "refused", isFinal: false });
    await Bun.sleep(300);
    expect(smtp.mails).toEqual([]);
  });

  test("tries again later where nobody listens", async () => {
    const outcome = await send({ url: "smtp://127.0.0.1:1" });
    expect(outcome).toMatchObject({ kind: "refused", isFinal: false, isHandedOver: false });
  });

  test.each([
    "anna@shop.example\r\nBcc: eve@x.example",
    "anna@shop.example>\r\nRCPT TO:<e@x.example",
  ])("lets no address carry a second: %p", async (recipient) => {
    await send({ recipient });
    expect(smtp.asked.filter((address) => /^(eve?)@/.test(address))).toEqual([]);
    for (const { headers } of smtp.mails) expect(headers.bcc).toBeUndefined();
  });

  test("never repeats a link that the server repeats, nor the password of the operator", async () => {
    reactWith({ at: "data", code: 554, text: "Spam: {mail}" });
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: "refused", isFinal: true });
    expect(JSON.stringify(outcome)).toContain("Spam");
    expect(JSON.stringify(outcome)).not.toContain(token);
  });
});

describe("smtpMailer with a password", () => {
  const withPassword = (own: TestSmtp) =>
    own.config.smtpUrl.replace("smtp://", "smtp://me:a-secret-word@");

  test("does not tell it without encryption", async () => {
    const told: string[] = [];
    const own = await startSmtp({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) => {
        told.push(String(password));
        done(null, { user: "me" });
      },
    });
    const outcome = await send({ url: withPassword(own) });
    expect(outcome).toMatchObject({ kind: "refused", isFinal: false, isHandedOver: false });
    expect(JSON.stringify(outcome)).not.toContain("a-secret-word");
    expect(told).toEqual([]);
    await own.stop();
  });

  test("does not tell it to a server whose certificate nobody vouches for", async () => {
    const told: string[] = [];
    const own = await startSmtp({
      disabledCommands: [],
      onAuth: ({ password }, _session, done) => {
        told.push(String(password));
        done(null, { user: "me" });
      },
    });
    const outcome = await send({ url: withPassword(own) });
    expect(outcome).toMatchObject({ kind: "refused", isFinal: false });
    expect(outcome.kind === "refused" && outcome.why).toMatch(/certificate/i);
    expect(told).toEqual([]);
    await own.stop();
  });
});
