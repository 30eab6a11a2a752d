import type { ComponentChildren } from "preact";
import { keepLanguage } from "#src/lib/language-link.ts";
import { Brand } from "#views/components/brand.tsx";
import { Document } from "./document.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import type { Shell } from "./shell.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

interface DoorProps {
  shell: Shell;
  title: string;
  /** What stands below the card. */
  foot?: ComponentChildren;
  /** Whether its address takes `?lang=`, and so can be had in the other language. */
  hasLanguages?: boolean;
  children: ComponentChildren;
}

/** A whole page for whoever has not signed in: one card in the middle with its title as heading. */
export function Door({ shell, title, foot, hasLanguages, children }: DoorProps) {
  return (
    <Document shell={shell} title={title} layout="door">
      <header class="door-switch">
        {hasLanguages && <LanguageSwitch shell={shell} />}
        <ThemeSwitch shell={shell} />
      </header>
      <main id="main" class="door-main">
        <a class="brand" href={keepLanguage("/", shell.path)} aria-label="Tracker Analytics">
          <Brand />
        </a>
        <section class="card door-card">
          <h1>{title}</h1>
          {children}
        </section>
        {foot}
      </main>
    </Document>
  );
}
