import type { ComponentChildren } from "preact";
import { Brand } from "#views/components/brand.tsx";
import { Document } from "./document.tsx";
import type { Shell } from "./shell.ts";
import { ThemeSwitch } from "./theme-switch.tsx";

interface DoorProps {
  shell: Shell;
  title: string;
  children: ComponentChildren;
}

/** A whole page for whoever has not signed in: one card in the middle with its title as heading. */
export function Door({ shell, title, children }: DoorProps) {
  return (
    <Document shell={shell} title={title} layout="door">
      <div class="door-switch">
        <ThemeSwitch shell={shell} />
      </div>
      <main id="main" class="door-main">
        <p class="brand">
          <Brand />
        </p>
        <section class="card door-card">
          <h1>{title}</h1>
          {children}
        </section>
      </main>
    </Document>
  );
}
