import type { ComponentChildren } from "preact";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { type CheckResult, ChecksCard } from "./checks-card.tsx";
import { type MailTest, MailTestCard } from "./mail-test-card.tsx";

/** What is shown of the server, ready to be read. */
interface SystemFacts {
  version: string;
  database: string;
  isEmbedded: boolean;
  databaseSize: string;
  diskFree: string;
  accepted: string;
  waiting: string;
  pending: string;
  /** Null when nothing waits in it. */
  spool: string | null;
  spoolMax: string;
  /** The name of the operator's own; null for the built-in one. */
  geo: string | null;
  geoDate: string;
}

interface Refusal {
  domain: string | null;
  reason: string;
  week: string;
  month: string;
}

interface SystemPageProps {
  shell: Shell;
  /** What was checked, the worst first. */
  checks: readonly CheckResult[];
  facts: SystemFacts;
  /** Who takes the mails, or null, and how many wait. */
  mail: { carrier: string | null; waiting: string; test: MailTest };
  refusals: readonly Refusal[];
}

/** How the server is, and what the collector has refused. */
export function SystemPage(props: SystemPageProps) {
  const { shell, checks, facts, mail, refusals } = props;
  const { admin, mails } = messagesFor(shell.locale);
  const { system } = admin;
  const lines: [string, ComponentChildren][] = [
    [system.version, facts.version],
    [
      system.database,
      `${facts.database}, ${facts.isEmbedded ? system.embedded : system.external}, ${facts.databaseSize}`,
    ],
    [system.diskFree, facts.diskFree],
    [system.accepted, facts.accepted],
    [system.waiting, facts.waiting],
    [system.pending, facts.pending],
    [system.spool, system.spoolOf({ bytes: facts.spool ?? system.empty, max: facts.spoolMax })],
    [system.geo, `${facts.geo ?? system.embedded}, ${facts.geoDate}`],
    [mails.mail, <MailLine {...{ shell, mail }} />],
  ];
  return (
    <Page shell={shell} title={system.title}>
      <h1>{system.title}</h1>
      <ChecksCard locale={shell.locale} checks={checks} />
      <section class="card">
        <dl class="facts">
          {lines.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <MailTestCard {...{ shell, ...mail }} />
      <RefusalCard shell={shell} refusals={refusals} />
    </Page>
  );
}

function MailLine({ shell, mail }: Pick<SystemPageProps, "shell" | "mail">) {
  const { mails } = messagesFor(shell.locale);
  const { carrier, waiting } = mail;
  return (
    <>
      {carrier ? mails.by({ carrier }) : mails.notSetUp},{" "}
      <a href="/admin/mails">{mails.waiting({ count: waiting })}</a>
    </>
  );
}

function RefusalCard({ shell, refusals }: Pick<SystemPageProps, "shell" | "refusals">) {
  const { system } = messagesFor(shell.locale).admin;
  const reasons: Record<string, string> = system.reasons;
  const heading = (
    <>
      <h2>{system.refusals}</h2>
      <p class="card-about">{system.refusalsAbout}</p>
    </>
  );
  if (refusals.length === 0)
    return (
      <section class="card">
        {heading}
        <p>{system.refusalsNone}</p>
      </section>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it.
    <section class="card table-card" tabIndex={0} aria-label={system.refusals}>
      {heading}
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{system.site}</th>
            <th scope="col">{system.reason}</th>
            <th scope="col" class="number">
              {system.week}
            </th>
            <th scope="col" class="number">
              {system.month}
            </th>
          </tr>
        </thead>
        <tbody>
          {refusals.map(({ domain, reason, week, month }) => (
            <tr key={`${domain} ${reason}`}>
              <td>{domain ?? system.noSite}</td>
              <td>{reasons[reason] ?? reason}</td>
              <td class="number">{week}</td>
              <td class="number">{month}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
