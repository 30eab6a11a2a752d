import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** A browser where somebody has signed in. */
export interface SessionRow {
  id: number;
  ip: string | null;
  /** Browser and system, as `Firefox, Windows`. */
  agent: string | null;
  since: { iso: string; text: string };
  isThis: boolean;
}

interface SessionListProps {
  shell: Shell;
  sessions: readonly SessionRow[];
}

export function SessionList({ shell, sessions }: SessionListProps) {
  const { profile } = messagesFor(shell.locale);
  return (
    <section class="card" id="sessions">
      <h2>{profile.sessionsTitle}</h2>
      <p class="card-about">{profile.sessionsAbout}</p>
      <ul class="session-list">
        {sessions.map((session) => (
          <SessionItem key={session.id} {...{ shell, session }} />
        ))}
      </ul>
      {sessions.length > 1 && (
        <form method="post" action="/account/sessions/end-others">
          <CsrfInput token={shell.csrf} />
          <Button variant="secondary">{profile.endOthers}</Button>
        </form>
      )}
    </section>
  );
}

function SessionItem({ shell, session }: { shell: Shell; session: SessionRow }) {
  const { profile } = messagesFor(shell.locale);
  const agent = session.agent ?? profile.unknownAgent;
  return (
    <li>
      <div>
        <strong>{agent}</strong>
        <span class="session-about">
          {session.ip && `${session.ip} · `}
          {profile.since}{" "}
          <time datetime={session.since.iso} x-data="localTime">
            {session.since.text}
          </time>
        </span>
      </div>
      {session.isThis ? (
        <span class="session-this">{profile.thisOne}</span>
      ) : (
        <form method="post" action={`/account/sessions/${session.id}/end`}>
          <CsrfInput token={shell.csrf} />
          <Button variant="secondary" size="small" label={profile.endOf({ agent })}>
            {profile.end}
          </Button>
        </form>
      )}
    </li>
  );
}
