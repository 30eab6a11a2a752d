import { Button } from "#views/components/button.tsx";
import { Door } from "#views/layouts/door.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { type Whereabouts, waysOn } from "./ways-on.ts";

interface ErrorPageProps {
  shell: Shell;
  /** The error's stable code; one without words of its own is told as an internal one. */
  code: string;
  status: number;
  where: Whereabouts;
}

/** What happened, and what to do about it. */
export function ErrorPage({ shell, code, status, where }: ErrorPageProps) {
  const { common } = messagesFor(shell.locale);
  const errors: Record<string, { title: string; text: string }> = common.errors;
  const { title, text } = (Object.hasOwn(errors, code) && errors[code]) || common.errors.internal;
  const [best, ...others] = waysOn(code, shell, where);
  const words = (
    <>
      <p>{text}</p>
      <p class="error-way-out">
        {best && (
          <Button href={best.href} variant="secondary">
            {best.label}
          </Button>
        )}
        {others.map(({ href, label }) => (
          <a key={href} href={href}>
            {label}
          </a>
        ))}
        <span class="error-status">{status}</span>
      </p>
    </>
  );
  if (!shell.user)
    return (
      <Door shell={shell} title={title}>
        {words}
      </Door>
    );
  return (
    <Page shell={shell} title={title} narrow>
      <section class="card error-card">
        <h1>{title}</h1>
        {words}
      </section>
    </Page>
  );
}
