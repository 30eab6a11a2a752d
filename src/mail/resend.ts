import { Resend } from "resend";
import { quoteAnswer, quoteRefusal } from "./answer.ts";
import { headersOf } from "./headers.ts";
import type { Mailer, Message, Outcome } from "./mailer.ts";

// Resend takes a mail by one request, which carries the message's id as its idempotency key: a key
// that it has sent by in the last 24 hours is not sent by again. So whatever becomes of the answer,
// another try is safe, and no try's end is unknown. The tries of a mail take 21 hours.

interface Options {
  apiKey: string;
  from: string;
  /** Where the API is; tests have one of their own. */
  baseUrl?: string;
  /** How long an answer is waited for. Units: milliseconds. */
  patienceMs?: number;
}

const usualBaseUrl = "https://api.resend.com";
const usualPatienceMs = 30_000;

/** Sends by the API of Resend. */
export function resendMailer(options: Options): Mailer {
  const { apiKey, from, baseUrl = usualBaseUrl, patienceMs = usualPatienceMs } = options;
  // The address is always given: the SDK would else believe a variable that is none of our settings.
  const resend = new Resend(apiKey, { baseUrl });
  return {
    send: async (message, handOver) => {
      try {
        await handOver();
      } catch (error) {
        return { kind: "refused", isFinal: false, why: quoteRefusal(String(error), [apiKey]) };
      }
      const signal = AbortSignal.timeout(patienceMs);
      const request = { idempotencyKey: message.id, signal };
      const { data, error } = await resend.emails.send(requestOf(message, from), request);
      if (error) return outcomeOf(error, apiKey);
      return { kind: "sent", answer: quoteAnswer(`id ${data.id}`, [apiKey]) };
    },
  };
}

function requestOf(message: Message, from: string) {
  const { recipient, subject, html, text } = message;
  return { from, to: recipient, subject, html, text, headers: headersOf(message) };
}

/** What Resend says of a failure. Shape: without a status nothing has come back. */
interface ResendError {
  name: string;
  statusCode: number | null;
  message: string;
}

function outcomeOf(error: ResendError, apiKey: string): Outcome {
  const { name, statusCode, message } = error;
  const why = quoteRefusal([statusCode, name, message].filter(Boolean).join(" "), [apiKey]);
  // An earlier try was taken, and its answer lost; what the letter counts has moved on since.
  if (name === "invalid_idempotent_request") return { kind: "sent", answer: why };
  return { kind: "refused", isFinal: isFinal(error), why };
}

/** The statuses by which Resend refuses what is in a mail. Source: its list of errors. */
const finalStatuses: readonly (number | null)[] = [400, 413, 422, 451];

/**
 * Whether it will say the same of this mail for ever. No to our key (401, 403), our domain (403), our
 * sender or our quota (429) is for the operator to mend, and the mail waits meanwhile.
 */
function isFinal({ name, statusCode }: ResendError): boolean {
  return finalStatuses.includes(statusCode) && name !== "invalid_from_address";
}
