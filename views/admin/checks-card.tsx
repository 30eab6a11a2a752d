import type { Locale } from "#src/lib/locale.ts";
import { Icon, type IconName } from "#views/components/icon.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

/** What a check has found, ready to be read. */
export interface CheckResult {
  state: "ok" | "hint" | "warning" | "failure";
  name: string;
  what: string;
  todo: string | null;
}

const icons: Record<CheckResult["state"], IconName> = {
  ok: "check",
  hint: "info",
  warning: "warning",
  failure: "cross",
};

/** What was checked of the server: what is to be done stands open, the rest folded. */
export function ChecksCard({ locale, checks }: { locale: Locale; checks: readonly CheckResult[] }) {
  const { doctor } = messagesFor(locale);
  const open = checks.filter(({ state }) => state !== "ok");
  const well = checks.filter(({ state }) => state === "ok");
  return (
    <section class="card" aria-labelledby="checks">
      <h2 id="checks">{doctor.title}</h2>
      <p class="card-about">{doctor.about}</p>
      {open.length > 0 ? <CheckList {...{ locale, checks: open }} /> : <p>{doctor.allWell}</p>}
      {well.length > 0 && (
        <details class="checks-well">
          <summary>{doctor.well({ count: well.length })}</summary>
          <CheckList {...{ locale, checks: well }} />
        </details>
      )}
    </section>
  );
}

function CheckList({ locale, checks }: { locale: Locale; checks: readonly CheckResult[] }) {
  const { states } = messagesFor(locale).doctor;
  return (
    <ul class="checks">
      {checks.map(({ state, name, what, todo }) => (
        <li key={`${name} ${what}`} data-state={state}>
          <Icon name={icons[state]} />
          <div>
            <p class="check-name">
              {name} <span class="check-state">{states[state]}</span>
            </p>
            <p>{what}</p>
            {todo && <p class="check-todo">{todo}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
