import type { ComponentChildren } from "preact";
import { keepLanguage } from "#src/lib/language-link.ts";
import { Brand } from "#views/components/brand.tsx";
import { Button } from "#views/components/button.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Document } from "./document.tsx";
import { Failure } from "./failure.tsx";
import { KeysHelp } from "./keys-help.tsx";
import { Sections } from "./sections.tsx";
import type { Shell } from "./shell.ts";
import { signInHref } from "./sign-in-href.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

interface PageProps {
  shell: Shell;
  title: string;
  /** A column for forms and prose instead of the full width. */
  narrow?: boolean;
  /** Whether it shows a site's figures, and so comes without the styles of the other pages. */
  isFigures?: boolean;
  children: ComponentChildren;
}

/** A whole page of somebody who has signed in, or that anybody may read. */
export function Page({ shell, title, narrow, isFigures, children }: PageProps) {
  const { common } = messagesFor(shell.locale);
  return (
    <Document shell={shell} title={title} layout="page" isFigures={isFigures}>
      <a class="skip-link" href="#main">
        {common.skipToContent}
      </a>
      <header class="top">
        <div class="top-inner">
          <a class="brand" href={keepLanguage("/", shell.path)} aria-label="Tracker Analytics">
            <Brand />
          </a>
          {shell.user && (
            <Sections locale={shell.locale} path={shell.path} role={shell.user.role} />
          )}
          <div class="top-end">
            <ThemeSwitch shell={shell} />
            {shell.user ? (
              <AccountMenu shell={shell} user={shell.user} />
            ) : (
              <SignIn shell={shell} />
            )}
          </div>
        </div>
      </header>
      <main id="main" class="main" data-narrow={narrow ? "" : undefined} hx-history-elt="">
        {children}
      </main>
      <footer class="bottom">
        <span>Tracker Analytics {shell.version}</span>
      </footer>
      {shell.user && <KeysHelp locale={shell.locale} />}
      <Failure locale={shell.locale} />
    </Document>
  );
}

function SignIn({ shell: { locale, path } }: { shell: Shell }) {
  return (
    <Button href={signInHref(path)} variant="quiet" size="small">
      {messagesFor(locale).account.signIn}
    </Button>
  );
}
