import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type ResendReaction, startResend, type TestResend } from "#test/support/resend.ts";
import type { Message, Outcome } from "./mailer.ts";
import { resendMailer } from "./resend.ts";

const token = "dGhpcyBpcyBhIHNlY3JldCB0b2tlbiBvZiAyNTYgYml0";
const letter = {
  id: "7.1764236800000",
  recipient: "anna@shop.example",
  subject: "Une invitation à consulter",
  html: `<p>Bonjour, http://stats.example/password/${token}</p>`,
  text: `Bonjour à tous\nhttp://stats.example/password/${token}`,
};
const from = "L’agence <stats@agency.example>";

let resend: TestResend;
beforeEach(async () => {
  resend = await startResend();
});
afterEach(() => resend.stop());

interface Options {
  apiKey?: string;
  baseUrl?: string;
  patienceMs?: number;
  handOver?: () => Promise<void>;
}

function send(fields: Partial<Message> = {}, options: Options = {}) {
  const { apiKey = resend.apiKey, baseUrl = resend.baseUrl, patienceMs = 10_000 } = options;
  const mailer = resendMailer({ apiKey, baseUrl, from, patienceMs });
  return mailer.send({ ...letter, ...fields }, options.handOver ?? (async () => {}));
}

const error = (statusCode: number, name: string, message = "No.") => ({
  ...{ statusCode, name, message },
});

describe("resendMailer", () => {
  test("sends both parts with our headers, and tells the answer", async () => {
    const unsubscribeUrl = "https://stats.example/unsubscribe/x";
    const outcome = await send({ unsubscribeUrl });
    const [sent] = resend.mails;
    expect(outcome).toEqual({ kind: "sent", answer: `id ${sent?.id}` });
    expect(sent).toMatchObject({
      key: letter.id,
      mail: {
        ...{ from, to: letter.recipient, subject: letter.subject },
        ...{ html: letter.html, text: letter.text },
        headers: {
          "Auto-Submitted": "auto-generated",
          "List-Unsubscribe": `<${unsubscribeUrl}>`,
          "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
      },
    });
  });

  test.each<[ResendReaction, boolean]>([
    [error(400, "validation_error"), true],
    [error(422, "missing_required_field"), true],
    [error(422, "invalid_parameter"), true],
    [error(451, "security_error"), true],
    [error(422, "invalid_from_address"), false],
    [error(401, "restricted_api_key"), false],
    [error(403, "validation_error", "The agency.example domain is not verified."), false],
    [error(404, "not_found"), false],
    [error(409, "concurrent_idempotent_requests"), false],
    [error(429, "rate_limit_exceeded"), false],
    [error(429, "daily_quota_exceeded"), false],
    [error(500, "application_error"), false],
    [error(503, "internal_server_error"), false],
    ["page", false],
  ])("is refused by %p, for ever: %p", async (reaction, isFinal) => {
    resend.react(() => reaction);
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: "refused", isFinal });
    if (typeof reaction === "object")
      expect(outcome).toMatchObject({
        why: `${reaction.statusCode} ${reaction.name} ${reaction.message}`,
      });
    expect(resend.mails).toEqual([]);
  });

  test("is refused for ever where the address is none", async () => {
    const outcome = await send({ recipient: "nobody" });
    expect(outcome).toMatchObject({ kind: "refused", isFinal: true });
  });

  test.each(["drop", "silence"] as const)(
    "sends once, though after the first try there is %s",
    async (reaction) => {
      resend.react(() => reaction);
      // Less than the silence lasts, and more than the mail takes to be taken.
      const lost = await send({}, { patienceMs: 1_000 });
      expect(lost).toMatchObject({ kind: "refused", isFinal: false });
      expect(resend.mails).toHaveLength(1);
      resend.react(() => null);
      const [{ id } = { id: "" }] = resend.mails;
      expect(await send()).toEqual({ kind: "sent", answer: `id ${id}` });
      expect(resend.mails).toHaveLength(1);
    },
  );

  test("knows a mail as sent whose figures have moved on since a try that was taken", async () => {
    resend.react(() => "drop");
    await send();
    resend.react(() => null);
    expect(await send({ text: "13 visitors" })).toMatchObject({ kind: "sent" });
    expect(resend.mails).toHaveLength(1);
  });

  test("tries again later where nobody listens", async () => {
    const outcome = await send({}, { baseUrl: "http://127.0.0.1:1" });
    expect(outcome).toMatchObject({ kind: "refused", isFinal: false });
  });

  test("asks for nothing when the handing over could not be noted", async () => {
    const handOver = () => Promise.reject(new Error("the database is gone"));
    expect(await send({}, { handOver })).toMatchObject({ kind: "refused", isFinal: false });
    expect(resend.asked).toBe(0);
  });

  test("never repeats the operator's key, nor a link that is repeated to it", async () => {
    const apiKey = "re_of_somebody_else";
    const said: Outcome[] = [await send({}, { apiKey })];
    resend.react(() => error(422, "validation_error", `${resend.apiKey} ${letter.text}`));
    said.push(await send());
    expect(said).toMatchObject([{ kind: "refused", isFinal: false }, { isFinal: true }]);
    for (const secret of [apiKey, resend.apiKey, token])
      expect(JSON.stringify(said)).not.toContain(secret);
  });
});
