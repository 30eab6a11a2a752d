import { formatPercent } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { hx } from "#views/components/hx.ts";
import { TaskProgress } from "#views/components/task-progress.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

/** How far a deleted site is erased; null once nothing of it is left. */
export type Deletion = { siteId: number; done: number; total: number; hasFailed: boolean } | null;

/** Asks again each second until the site is gone; without scripts a reload does the same. */
export function DeletionStatus({ locale, deletion }: { locale: Locale; deletion: Deletion }) {
  const { states } = messagesFor(locale).sites.table;
  if (!deletion)
    return (
      <span class="deletion" role="status">
        {states.deleted}
      </span>
    );
  const { siteId, done, total, hasFailed } = deletion;
  const again = hx({
    get: `/admin/sites/${siteId}/deletion`,
    trigger: "every 1s",
    swap: "outerHTML",
  });
  return (
    <span class="deletion" {...again}>
      <span>{hasFailed ? states.failed : states.deleting}</span>
      <TaskProgress
        label={states.deleting}
        done={done}
        total={total}
        text={formatPercent(locale, total > 0 ? done / total : 0)}
      />
    </span>
  );
}
