import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { quoteAnswer, quoteRefusal } from "./answer.ts";
import { headersOf } from "./headers.ts";
import type { Mailer, Message, Outcome } from "./mailer.ts";

// A mail has a connection of its own: what one address does to it is no other's business. The
// conversation is led by hand rather than by nodemailer's transport, because only so can the moment be
// known from which the server may have taken the mail: before the dot that ends it.

interface Options {
  /** Shape: `smtp://user:password@host:587`, or `smtps://` where TLS comes first. */
  url: string;
  from: string;
  /** How long a silence of the server is borne. Units: milliseconds. */
  patienceMs?: number;
}

const usualPatienceMs = 60_000;
const connectMaxMs = 15_000;

/** Sends by an SMTP server. */
export function smtpMailer({ url, from, patienceMs = usualPatienceMs }: Options): Mailer {
  const server = parseServer(url, patienceMs);
  const secrets = server.auth ? [server.auth.pass] : [];
  return {
    send: async (message, handOver) => {
      const mail = await compose(message, from);
      let isHandedOver = false;
      const body = Readable.from(
        withLastWord(mail.bytes, async () => {
          await handOver();
          isHandedOver = true;
        }),
        { objectMode: false },
      );
      try {
        const answer = await converse(server, mail.envelope, body);
        return { kind: "sent", answer: quoteAnswer(answer, secrets) };
      } catch (error) {
        return outcomeOf(error as SmtpError, { isHandedOver, secrets });
      }
    },
  };
}

type Server = ReturnType<typeof parseServer>;

function parseServer(url: string, patienceMs: number) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const auth = username
    ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
    : null;
  const secure = protocol === "smtps:";
  const options = {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // A password travels encrypted or not at all, whoever in between has taken STARTTLS away.
    requireTLS: auth !== null && !secure,
    connectionTimeout: connectMaxMs,
    greetingTimeout: connectMaxMs,
    dnsTimeout: connectMaxMs,
    socketTimeout: patienceMs,
  };
  return { options, auth };
}

async function compose(message: Message, from: string) {
  const { id, recipient, subject, html, text } = message;
  const mime = new MailComposer({
    from,
    to: { name: "", address: recipient },
    subject,
    html,
    text,
    messageId: `<${id}@${from.replace(/.*@|>$/g, "")}>`,
    headers: headersOf(message),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return { bytes: await mime.build(), envelope: mime.getEnvelope() };
}

/** nodemailer reads it once the server has said that it listens, and writes the dot at its end. */
async function* withLastWord(bytes: Buffer, beforeEnd: () => Promise<void>) {
  yield bytes;
  await beforeEnd();
}

type Envelope = Awaited<ReturnType<typeof compose>>["envelope"];

/** Sends a mail by a connection of its own, and resolves to what the server says of it. */
function converse({ options, auth }: Server, envelope: Envelope, body: Readable): Promise<string> {
  const connection = new SMTPConnection(options);
  return new Promise<string>((resolve, reject) => {
    const step = (next: () => void) => (error?: Error | null) => {
      if (error) reject(error);
      else next();
    };
    const send = () =>
      connection.send(envelope, body, (error, info) => {
        if (error) reject(error);
        else resolve(info.response);
      });
    const login = () =>
      auth && connection.allowsAuth ? connection.login(auth, step(send)) : send();
    // What fails without an answer to a command of ours is told here, also long after.
    connection.on("error", reject);
    connection.once("end", () => reject(new Error("The connection was closed.")));
    connection.connect(step(login));
  }).then(
    (answer) => {
      connection.quit();
      return answer;
    },
    (error: unknown) => {
      connection.close();
      throw error;
    },
  );
}

/** What nodemailer says of a failure: its own code, the server's, and the command that it answers. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

function outcomeOf(
  error: SmtpError,
  { isHandedOver, secrets }: { isHandedOver: boolean; secrets: string[] },
): Outcome {
  const why = quoteRefusal(`${error.code ?? "error"}: ${error.response ?? error.message}`, secrets);
  const isAnswered = Boolean(error.responseCode);
  if (isHandedOver && !isAnswered) return { kind: "unknown", why };
  return { kind: "refused", isFinal: isFinal(error), why };
}

/**
 * Whether the server will say the same of this mail for ever: no to its recipient or to what is in
 * it. No to our password or our sender is for the operator to mend, and the mail waits meanwhile.
 */
function isFinal({ code, command, responseCode = 0 }: SmtpError): boolean {
  const isAboutMail = command === "RCPT TO" || code === "EMESSAGE";
  const isBadAddress = code === "EENVELOPE" && command === "API";
  return isBadAddress || (isAboutMail && responseCode >= 500);
}
