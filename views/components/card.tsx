import type { ComponentChildren } from "preact";

interface CardProps {
  title?: string;
  /** A sentence under the title. */
  about?: ComponentChildren;
  /** What stands at the title's other end, such as a button. */
  action?: ComponentChildren;
  children: ComponentChildren;
}

export function Card({ title, about, action, children }: CardProps) {
  return (
    <section class="card">
      {(title || action) && (
        <header class="card-head">
          {title && <h2>{title}</h2>}
          {action}
        </header>
      )}
      {about && <p class="card-about">{about}</p>}
      {children}
    </section>
  );
}
