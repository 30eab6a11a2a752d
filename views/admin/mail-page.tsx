import type { ComponentChildren } from "preact";
import { Button } from "#views/components/button.tsx";
import { CopyBox } from "#views/components/copy-box.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { answerIn, type MailRow, type Moment } from "./mail-row.ts";
import { MailState } from "./mail-state.tsx";

interface MailPageProps {
  shell: Shell;
  mail: MailRow;
  sentAt: Moment | null;
  nextTryAt: Moment | null;
  /** What it would say now; null when it is done, or concerns nobody any more. */
  text: string | null;
  canSend: boolean;
  /** Whether an admin may make its link to hand it over. */
  hasLink: boolean;
  /** What has just been done with it. */
  done: "retried" | "gaveUp" | null;
}

/** One mail: what became of it, what it says, and what can be done. */
export function MailPage(props: MailPageProps) {
  const { shell, mail, text, hasLink, done } = props;
  const { mails } = messagesFor(shell.locale);
  const title = mails.kinds[mail.kind];
  const isOpen = mail.state === "waiting" || mail.state === "failed";
  return (
    <Page shell={shell} title={title} narrow>
      <section class="card">
        <h1>{title}</h1>
        <p class="card-about row">
          <a href="/admin/mails">{mails.back}</a>
          <MailState locale={shell.locale} state={mail.state} />
        </p>
        {done && <Notice kind="success">{mails[done]}</Notice>}
        <Facts {...props} />
        {isOpen && <Steps {...props} />}
      </section>
      {hasLink && (
        <section class="card">
          <h2>{mails.link}</h2>
          <p class="card-about">{mails.linkAbout}</p>
          <Step {...{ shell, mail }} to="link">
            <Button>{mails.linkNow}</Button>
          </Step>
        </section>
      )}
      {isOpen && (
        <section class="card">
          <h2>{mails.preview}</h2>
          {text === null ? (
            <p>{mails.noPreview}</p>
          ) : (
            <>
              <p class="card-about">{mails.previewAbout}</p>
              <CopyBox locale={shell.locale} label={mails.preview} text={text} />
            </>
          )}
        </section>
      )}
    </Page>
  );
}

function Facts({ shell, mail, sentAt, nextTryAt, canSend }: MailPageProps) {
  const { locale } = shell;
  const { mails } = messagesFor(locale);
  const isStuck = mail.state === "waiting" && !canSend;
  const lines: [string, ComponentChildren][] = [
    [mails.recipient, mail.recipient],
    [mails.queued, <At moment={mail.queuedAt} />],
    [mails.tries, mail.tries],
    [mails.nextTry, nextTryAt && <At moment={nextTryAt} />],
    [mails.sentAt, sentAt && <At moment={sentAt} />],
    [mails.answer, answerIn(locale, mail)],
  ];
  return (
    <>
      <p>{mails.statesAbout[isStuck ? "waitingForMail" : mail.state]}</p>
      <dl class="facts">
        {lines.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}

function At({ moment }: { moment: Moment }) {
  return (
    <time dateTime={moment.iso} x-data="localTime">
      {moment.text}
    </time>
  );
}

/** A mail that waits for a mail server gains nothing by being tried. */
function Steps({ shell, mail, canSend }: MailPageProps) {
  const { mails } = messagesFor(shell.locale);
  return (
    <div class="row">
      {(canSend || mail.state === "failed") && (
        <Step {...{ shell, mail }} to="retry">
          <Button variant="secondary">{canSend ? mails.retry : mails.requeue}</Button>
        </Step>
      )}
      {mail.state === "waiting" && (
        <Step {...{ shell, mail }} to="give-up">
          <Button variant="danger">{mails.giveUp}</Button>
        </Step>
      )}
    </div>
  );
}

interface StepProps {
  shell: Shell;
  mail: Pick<MailRow, "id">;
  to: "retry" | "give-up" | "link";
  children: ComponentChildren;
}

function Step({ shell, mail, to, children }: StepProps) {
  return (
    <form method="post" action={`/admin/mails/${mail.id}/${to}`}>
      <CsrfInput token={shell.csrf} />
      {children}
    </form>
  );
}
