import type { ComponentChildren } from "preact";

interface MenuProps {
  /** What the closed menu shows. */
  summary: ComponentChildren;
  /** Its accessible name when the summary is only an icon. */
  label?: string;
  align?: "start" | "end";
  look?: "button" | "quiet" | "title";
  children: ComponentChildren;
}

/** A menu that opens without scripts; with them it also closes on Escape and on a click beside. */
export function Menu({ summary, label, align = "start", look = "button", children }: MenuProps) {
  const handlers = { "x-on:click.outside": "close", "x-on:keydown.escape": "leave" };
  return (
    <details class="menu" x-data="menu" {...handlers}>
      <summary class="menu-summary" data-look={look} aria-label={label} x-ref="summary">
        {summary}
      </summary>
      <div class="menu-panel" data-align={align}>
        {children}
      </div>
    </details>
  );
}
