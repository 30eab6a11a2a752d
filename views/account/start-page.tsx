import { keepLanguage } from "#src/lib/language-link.ts";
import { Button } from "#views/components/button.tsx";
import { Door } from "#views/layouts/door.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

interface StartPageProps {
  shell: Shell;
  /** By which name people reach this server. */
  host: string;
  /** Whether there is an admin already. */
  isSetUp: boolean;
  /** Whether a forgotten password can be mended by mail. */
  canReset: boolean;
}

/** The words of the log before the link that creates the first account; see cli/serve.ts. */
const setUpLine = "Create your account:";

/** What a stranger finds at the address of this server: what it is, and the ways on. */
export function StartPage({ shell, host, isSetUp, canReset }: StartPageProps) {
  const { start, passwords } = messagesFor(shell.locale);
  const to = (path: string) => keepLanguage(path, shell.path);
  return (
    <Door
      shell={shell}
      title={isSetUp ? start.title : start.setUpTitle}
      foot={<VisitorNote shell={shell} />}
      hasLanguages
    >
      {isSetUp ? (
        <>
          <p class="card-about">{start.about({ host })}</p>
          <p class="start-ways">
            <Button href={to("/sign-in")}>{start.signIn}</Button>
            {canReset && <a href={to("/forgot-password")}>{passwords.forgot}</a>}
          </p>
        </>
      ) : (
        <>
          <p class="card-about">{start.setUpAbout}</p>
          <p class="card-about">{start.setUpLine({ line: setUpLine })}</p>
        </>
      )}
    </Door>
  );
}

/** For who came to see what of them is stored here. */
function VisitorNote({ shell }: { shell: Shell }) {
  const { start } = messagesFor(shell.locale);
  const to = (path: string) => keepLanguage(path, shell.path);
  return (
    <section class="start-note">
      <h2>{start.visitorTitle}</h2>
      <p>{start.visitorAbout}</p>
      <p class="start-links">
        <a href={to("/docs/privacy")}>{start.visitorLink}</a>
        <a href={to("/docs")}>{start.help}</a>
      </p>
    </section>
  );
}
