import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { readRefusals } from "#src/collect/tally.ts";
import { examine } from "#src/doctor/checks.ts";
import type { OpenDatabase } from "#src/doctor/facts.ts";
import { putIntoWords, type ReadyFinding } from "#src/doctor/finding.ts";
import { gatherFacts } from "#src/doctor/gather.ts";
import { readServerFacts } from "#src/doctor/server-facts.ts";
import { settingsOf } from "#src/doctor/settings.ts";
import { lookInto } from "#src/doctor/store.ts";
import { readDisk } from "#src/lib/disk.ts";
import { formatBytes, formatDay, formatFullNumber } from "#src/lib/format.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { dayIn } from "#src/lib/time.ts";
import { nameCarrier } from "#src/mail/mailer.ts";
import type { MailTest } from "#views/admin/mail-test-card.tsx";
import { SystemPage } from "#views/admin/system-page.tsx";

const refusalsMax = 200;
/** A page does not wait for an address that does not answer. */
const patienceMs = 1_500;

/** `GET /admin/system`: how the server is, and what it has refused. */
export async function showSystem(context: SignedInContext): Promise<Response> {
  const typed = context.principal.email;
  return await systemPage(context, { typed, isInvalid: false, result: null });
}

/** The same page, with what became of a test mail. */
export async function systemPage(
  context: SignedInContext,
  mailTest: MailTest,
  status = 200,
): Promise<Response> {
  const { deps, locale } = context;
  const { reports } = deps.database;
  const now = deps.now();
  const looking = lookInto(deps.database, deps.now);
  const [database, checks, refusals, disk] = await Promise.all([
    looking,
    check(context, looking),
    readRefusals(reports, now, refusalsMax),
    readDisk(deps.config.dataDir),
  ]);
  const { accepted, waiting, spool, places } = deps.readCollector();
  const count = (value: number) => formatFullNumber(locale, value);
  const bytes = (value: number) => formatBytes(locale, value);
  const props = {
    checks,
    facts: {
      version: deps.version,
      database: `PostgreSQL ${database.version}`,
      isEmbedded: deps.config.databaseUrl === null,
      databaseSize: bytes(database.bytes),
      diskFree: bytes(disk.freeBytes),
      accepted: count(accepted),
      waiting: count(waiting),
      pending: count(database.vitals.pending),
      spool: spool.bytes === 0 ? null : bytes(spool.bytes),
      spoolMax: bytes(spool.maxBytes),
      geo: deps.config.geoipFile === null ? null : places.name,
      geoDate: formatDay(locale, dayIn("UTC", places.builtAt), "medium"),
    },
    mail: {
      carrier: nameCarrier(deps.config),
      waiting: count(database.gauges.mailsWaiting),
      test: mailTest,
    },
    refusals: refusals.map(({ domain, reason, week, month }) => ({
      domain,
      reason,
      week: count(week),
      month: count(month),
    })),
  };
  return htmlResponse(<SystemPage shell={shellOf(context)} {...props} />, status);
}

/** The same that the command `doctor` checks, from inside of the server. */
async function check(
  { deps, locale }: SignedInContext,
  looking: Promise<OpenDatabase>,
): Promise<ReadyFinding[]> {
  const { config, version, now } = deps;
  const lookIntoDatabase = () => looking;
  const server = readServerFacts(deps);
  const settings = settingsOf(config);
  const given = { settings, version, now, server, lookIntoDatabase, patienceMs };
  return putIntoWords(examine(await gatherFacts(given)), locale);
}
