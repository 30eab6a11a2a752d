import type { ComponentChildren } from "preact";
import { hx } from "#views/components/hx.ts";

interface PartLinkProps {
  href: string;
  class?: string;
  isCurrent?: boolean;
  title?: string;
  label?: string;
  rel?: "prev" | "next";
  /** The key that follows the link: see keys.ts. */
  "data-key"?: string | undefined;
  /** Where Alt and a click lead: see exclude.ts. */
  "data-exclude"?: string | undefined;
  children: ComponentChildren;
}

/** A link to another state of the dashboard: with scripts only what differs is replaced. */
export function PartLink({ href, isCurrent, label, children, ...rest }: PartLinkProps) {
  return (
    <a
      href={href}
      {...hx({ get: href })}
      aria-current={isCurrent ? "true" : undefined}
      aria-label={label}
      {...rest}
    >
      {children}
    </a>
  );
}
