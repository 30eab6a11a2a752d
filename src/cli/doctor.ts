import { writeAudit } from "#src/auth/audit.ts";
import type { Config } from "#src/config.ts";
import { examine } from "#src/doctor/checks.ts";
import {
  type Finding,
  putIntoWords,
  type ReadyFinding,
  type State,
  worstOf,
} from "#src/doctor/finding.ts";
import { gatherFacts } from "#src/doctor/gather.ts";
import type { ServerFacts } from "#src/doctor/server-facts.ts";
import { settingsOf } from "#src/doctor/settings.ts";
import { parseEmail } from "#src/lib/email.ts";
import { readVersion } from "#src/lib/version.ts";
import { answerOf } from "#src/mail/mailer.ts";
import { sendTestMail } from "#src/mail/test-mail.ts";
import { type Command, UsageError } from "./command.ts";
import { type Look, lookIntoDatabase } from "./look.ts";
import { askOwnHealth } from "./own-server.ts";

const patienceMs = 5_000;
/** Who runs a command on the server is nobody who has signed in. */
const actor = { userId: null, email: null, ip: null };

export const doctor: Command = {
  name: "doctor",
  usage: "[--json] [--strict] [--mail ADDRESS]",
  summary: "Check the whole installation, and say what to do; exit code 0 says that it works.",
  options: { json: { type: "boolean" }, strict: { type: "boolean" }, mail: { type: "string" } },
  wordsMax: 0,
  run: async ({ config, flags }) => {
    const recipient = flags.mail === undefined ? null : parseEmail(String(flags.mail));
    if (flags.mail !== undefined && !recipient)
      throw new UsageError("Say where to: tracker-analytics doctor --mail anna@example.com.");
    const findings = await findAll(config, recipient);
    const ready = putIntoWords(findings, "en");
    const isHealthy = isFine(findings, flags.strict === true);
    if (flags.json) console.log(JSON.stringify({ healthy: isHealthy, checks: ready }, null, 2));
    else print(ready);
    return isHealthy ? 0 : 1;
  },
};

/** Hints never are a reason to worry; warnings are for who asks strictly. */
function isFine(findings: readonly Finding[], isStrict: boolean): boolean {
  const worst = worstOf(findings);
  return worst !== "failure" && !(isStrict && worst === "warning");
}

async function findAll(config: Config, recipient: string | null): Promise<Finding[]> {
  const server = await askServer(config);
  // A server of an earlier version does not tell all of them.
  const settings = { ...settingsOf(config), ...server?.settings };
  const look = await lookIntoDatabase({ ...config, ...settings });
  try {
    const facts = await gatherFacts({
      ...{ settings, version: readVersion(), server, patienceMs, now: () => new Date() },
      lookIntoDatabase: async () => look.state,
    });
    const findings = examine(facts);
    if (!recipient) return findings;
    const { mailCarrier: carrier } = settings;
    return [await tryMail(config, { address: recipient, carrier, look }), ...findings];
  } finally {
    await look.close();
  }
}

/** What the server that runs on this machine says of itself; null when none does. */
async function askServer(config: Config): Promise<ServerFacts | null> {
  const answer = await askOwnHealth(config, patienceMs);
  const body = (await answer?.json().catch(() => null)) as { server?: ServerFacts } | null;
  return body?.server ?? null;
}

interface MailTry {
  address: string;
  /** Who takes the mails of the server. */
  carrier: string | null;
  look: Look;
}

async function tryMail(config: Config, { address, carrier, look }: MailTry): Promise<Finding> {
  const id = "mail";
  const outcome = await sendTestMail(config, { recipient: address, locale: "en" });
  if (!outcome)
    return {
      ...{ id, state: "failure" },
      say: ({ mail }) =>
        carrier
          ? { what: mail.untried({ address, carrier }), todo: mail.untriedTodo }
          : { what: mail.unset, todo: mail.unsetTodo },
    };
  const why = answerOf(outcome);
  const entry = { actor, action: "mail.test", subject: address, at: new Date() };
  if (look.database) await writeAudit(look.database.orm, { ...entry, after: { answer: why } });
  if (outcome.kind === "sent")
    return { id, state: "ok", say: ({ mail }) => ({ what: mail.taken({ address }) }) };
  return {
    ...{ id, state: "failure" },
    say: ({ mail }) => ({ what: mail.refused({ address, why }), todo: mail.refusedTodo }),
  };
}

function print(findings: readonly ReadyFinding[]): void {
  for (const { state, name, what, todo } of findings) {
    console.log(`${state.padEnd(8)} ${name}: ${what}`);
    if (todo) console.log(`         ${todo}`);
  }
  const count = (state: State) => findings.filter((one) => one.state === state).length;
  console.log(
    `\nFailures: ${count("failure")}, warnings: ${count("warning")}, hints: ${count("hint")}.`,
  );
}
