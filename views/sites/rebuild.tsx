import { formatPercent } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { hx } from "#views/components/hx.ts";
import { Notice } from "#views/components/notice.tsx";
import { TaskProgress } from "#views/components/task-progress.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** How far the site's past is counted anew. */
export interface RebuildTask {
  done: number;
  total: number;
  state: "running" | "failed" | "finished";
}

export interface RebuildProps {
  /** The work that was asked for last; null before anybody has, and once it is of no interest. */
  task: RebuildTask | null;
  /** Whether the time zone was changed just now, and there is a past. */
  isOffered: boolean;
  /** The day before which no event is kept, in the reader's language; null keeps all. */
  eventsFrom: string | null;
}

/** Offers to count the past by the new time zone, or says how far that is. */
export function RebuildOffer({
  shell,
  domain,
  task,
  isOffered,
  eventsFrom,
}: RebuildProps & { shell: Shell; domain: string }) {
  const { rebuild } = messagesFor(shell.locale).sites;
  if (task) return <RebuildStatus locale={shell.locale} {...{ domain, task }} />;
  if (!isOffered) return null;
  return (
    <section class="card rebuild-offer">
      <h2>{rebuild.title}</h2>
      <p class="card-text">
        {rebuild.about}
        {eventsFrom && ` ${rebuild.isFinal({ date: eventsFrom })}`}
      </p>
      <form method="post" action={`/sites/${encodeURIComponent(domain)}/rebuild`} class="form">
        <CsrfInput token={shell.csrf} />
        <Button>{rebuild.start}</Button>
      </form>
    </section>
  );
}

interface RebuildStatusProps {
  locale: Locale;
  domain: string;
  task: RebuildTask | null;
}

/** Asks again each second until it is done; a link does the same without scripts. */
export function RebuildStatus({ locale, domain, task }: RebuildStatusProps) {
  const { sites } = messagesFor(locale);
  const { rebuild } = sites;
  if (!task || task.state === "finished")
    return <div id="rebuild">{task && <Notice kind="success">{rebuild.done}</Notice>}</div>;
  const address = `/sites/${encodeURIComponent(domain)}`;
  const again = hx({ get: `${address}/rebuild`, trigger: "every 1s", swap: "outerHTML" });
  const share = task.total > 0 ? task.done / task.total : 0;
  return (
    <div id="rebuild" {...again}>
      <Notice kind={task.state === "failed" ? "warning" : "info"}>
        <p>{task.state === "failed" ? rebuild.failed : rebuild.running}</p>
        <TaskProgress
          label={rebuild.running}
          done={task.done}
          total={task.total}
          text={formatPercent(locale, share)}
        />
        <noscript>
          <a href={`${address}/settings`}>{sites.checkAgain}</a>
        </noscript>
      </Notice>
    </div>
  );
}
