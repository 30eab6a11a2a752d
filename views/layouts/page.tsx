import type { ComponentChildren } from "preact";
import { Brand } from "#views/components/brand.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Document } from "./document.tsx";
import { Failure } from "./failure.tsx";
import { KeysHelp } from "./keys-help.tsx";
import type { Shell } from "./shell.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

interface PageProps {
  shell: Shell;
  title: string;
  /** A column for forms and prose instead of the full width. */
  narrow?: boolean;
  children: ComponentChildren;
}

/** A whole page of somebody who has signed in (or an error for whoever has not). */
export function Page({ shell, title, narrow, children }: PageProps) {
  const { common } = messagesFor(shell.locale);
  return (
    <Document shell={shell} title={title} layout="page">
      <a class="skip-link" href="#main">
        {common.skipToContent}
      </a>
      <header class="top">
        <div class="top-inner">
          <a class="brand" href="/" aria-label="Tracker Analytics">
            <Brand />
          </a>
          {shell.user && <Sections shell={shell} />}
          <div class="top-end">
            <ThemeSwitch locale={shell.locale} />
            {shell.user && <AccountMenu shell={shell} user={shell.user} />}
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

function Sections({ shell }: { shell: Shell }) {
  const { common } = messagesFor(shell.locale);
  const sections = [
    { href: "/sites", label: common.sites, isAdmins: false },
    { href: "/admin/audit", label: common.auditLog, isAdmins: true },
    { href: "/admin/system", label: common.system, isAdmins: true },
  ];
  return (
    <nav class="sections" aria-label={common.sections}>
      {sections
        .filter(({ isAdmins }) => !isAdmins || shell.user?.role === "admin")
        .map(({ href, label }) => (
          <a key={href} href={href} aria-current={currency(shell.path, href)}>
            {label}
          </a>
        ))}
    </nav>
  );
}

/** Whether a section is the page itself or merely the one that the page is in. */
function currency(path: string, href: string): "page" | "true" | undefined {
  const [here = ""] = path.split("?");
  if (here === href) return "page";
  return here.startsWith(`${href}/`) ? "true" : undefined;
}
