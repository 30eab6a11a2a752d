import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { type ReceivedMail, readMail } from "./read-mail.ts";

/** What the server does with a mail to an address, when it is not to take it. */
export type Reaction =
  | { at: "recipient" | "data"; code: number; text?: string }
  /** Takes the whole mail and hangs up, or says nothing any more. */
  | "drop"
  | "silence";

/** A mail server that keeps what it is sent. */
export interface TestSmtp {
  /** What a configuration needs to send by it. */
  config: Record<"smtpUrl" | "mailFrom" | "publicUrl", string> & { resendApiKey: null };
  mails: ReceivedMail[];
  /** Every recipient that was named, whether the mail was taken or not. */
  asked: string[];
  /** Decides what happens to mails from now on. */
  react(rule: (recipient: string) => Reaction | null): void;
  /** How long it thinks before it answers the end of a mail. */
  delayMs: number;
  /** Waits for so many mails and returns them all. */
  wait(count: number): Promise<ReceivedMail[]>;
  stop(): Promise<void>;
}

const patienceMs = 10_000;

export async function startSmtp(options: SMTPServerOptions = {}): Promise<TestSmtp> {
  let rule: (recipient: string) => Reaction | null = () => null;
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    ...options,
    onRcptTo: ({ address }, _session, done) => {
      smtp.asked.push(address);
      const reaction = rule(address);
      done(refusal(reaction, "recipient"));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      const answer = async () => {
        const recipient = session.envelope.rcptTo[0]?.address ?? "";
        await Bun.sleep(smtp.delayMs);
        const reaction = rule(recipient);
        if (reaction === "silence") return;
        if (reaction === "drop") return hangUp(server, ({ id }) => id === session.id);
        const error = refusal(reaction, "data", Buffer.concat(chunks).toString());
        if (!error) smtp.mails.push(readMail(Buffer.concat(chunks).toString(), recipient));
        done(error);
      };
      stream.on("end", () => void answer());
    },
  });
  // A client that hangs up in the middle is what some tests are about.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const smtp: TestSmtp = {
    config: {
      smtpUrl: `smtp://127.0.0.1:${port}`,
      resendApiKey: null,
      mailFrom: "L’agence <stats@agency.example>",
      publicUrl: "http://stats.example",
    },
    mails: [],
    asked: [],
    delayMs: 0,
    react: (next) => {
      rule = next;
    },
    wait: async (count) => {
      const deadline = performance.now() + patienceMs;
      while (smtp.mails.length < count && performance.now() < deadline) await Bun.sleep(20);
      return smtp.mails;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        hangUp(server, () => true);
      }),
  };
  return smtp;
}

/** The error by which smtp-server answers with a code; `{mail}` stands for the mail itself. */
function refusal(reaction: Reaction | null, at: "recipient" | "data", mail = ""): Error | null {
  if (reaction === null || typeof reaction === "string" || reaction.at !== at) return null;
  const text = (reaction.text ?? "No.").replace("{mail}", mail.replace(/=\r?\n/g, ""));
  return Object.assign(new Error(text), { responseCode: reaction.code });
}

function hangUp(server: SMTPServer, isMeant: (session: { id: string }) => boolean): void {
  // smtp-server has no door for it, but knows its connections.
  const { connections } = server as unknown as {
    connections: Set<{ session: { id: string }; _socket: { destroy(): void } }>;
  };
  for (const { session, _socket } of connections) if (isMeant(session)) _socket.destroy();
}
