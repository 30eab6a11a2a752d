import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A mail as it is asked for. */
export interface ResendMail {
  from: string;
  to: string | string[];
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
}

/** How Resend answers instead of sending, as its documentation lists its errors. */
export type ResendReaction =
  | { statusCode: number; name: string; message: string }
  /** Takes the mail and hangs up before it has answered. */
  | "drop"
  /** Takes the mail and never answers. */
  | "silence"
  /** What stands before it answers by a page of its own. */
  | "page";

/** The part of Resend's API by which mails are sent, on this machine. */
export interface TestResend {
  baseUrl: string;
  apiKey: string;
  /** What it has really sent, by the key of each. */
  mails: { key: string; id: string; mail: ResendMail }[];
  /** How often it was asked. */
  asked: number;
  react(rule: () => ResendReaction | null): void;
  stop(): Promise<void>;
}

const refusal = (statusCode: number, name: string, message: string): Answer => ({
  status: statusCode,
  body: { statusCode, name, message },
});

interface Answer {
  status: number;
  body: object | string;
}

/**
 * Source: https://resend.com/docs/api-reference/emails/send-email, …/errors and
 * …/dashboard/emails/idempotency-keys: a key by which was sent answers as before, and another body
 * with it is a 409.
 */
export async function startResend(): Promise<TestResend> {
  let rule: () => ResendReaction | null = () => null;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    resend.asked += 1;
    const mail = JSON.parse(await text(request)) as ResendMail;
    const reaction = rule();
    const { method, url, headers } = request;
    const { status, body } = answerTo({ method, url, headers, mail }, resend, reaction);
    if (reaction === "silence") await Bun.sleep(2_000);
    if (reaction === "drop") request.socket.destroy();
    else response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const resend: TestResend = {
    baseUrl: `http://127.0.0.1:${port}`,
    apiKey: "re_secret_of_the_operator",
    mails: [],
    asked: 0,
    react: (next) => {
      rule = next;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return resend;
}

interface Question extends Pick<IncomingMessage, "method" | "url" | "headers"> {
  mail: ResendMail;
}

function answerTo(
  { method, url, headers, mail }: Question,
  resend: TestResend,
  reaction: ResendReaction | null,
): Answer {
  if (method !== "POST" || url !== "/emails")
    return refusal(404, "not_found", "The requested endpoint does not exist.");
  if (headers.authorization !== `Bearer ${resend.apiKey}`)
    return refusal(403, "invalid_api_key", "API key is invalid.");
  if (reaction === "page") return { status: 502, body: "<h1>Bad gateway</h1>" };
  if (typeof reaction === "object" && reaction)
    return { status: reaction.statusCode, body: reaction };
  return take(mail, String(headers["idempotency-key"] ?? ""), resend);
}

function take(mail: ResendMail, key: string, { mails }: TestResend): Answer {
  if (key.length > 256)
    return refusal(400, "invalid_idempotency_key", "The key must be between 1-256 chars.");
  if (!/@[\w-]+\.\w/.test([mail.to].flat().join()))
    return refusal(422, "validation_error", "Invalid `to` field.");
  const earlier = mails.find((one) => key !== "" && one.key === key);
  if (earlier && !Bun.deepEquals(earlier.mail, mail))
    return refusal(
      409,
      "invalid_idempotent_request",
      "Same idempotency key used with a different request payload.",
    );
  if (earlier) return { status: 200, body: { id: earlier.id } };
  const id = crypto.randomUUID();
  mails.push({ key, id, mail });
  return { status: 200, body: { id } };
}
