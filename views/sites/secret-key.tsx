import { Button } from "#views/components/button.tsx";
import { CopyBox } from "#views/components/copy-box.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Notice } from "#views/components/notice.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

export interface SecretKeyProps {
  shell: Shell;
  domain: string;
  /** Where the site's servers report events, and whether they have a key for it. */
  reportUrl: string;
  hasSecret: boolean;
  /** The new secret key, which is shown this once. */
  secret?: string;
}

/** The key by which the site's own servers report events, and how. */
export function SecretKey({ shell, domain, reportUrl, hasSecret, secret }: SecretKeyProps) {
  const { sites } = messagesFor(shell.locale);
  const { server } = sites;
  const action = `/sites/${encodeURIComponent(domain)}/secret#server`;
  return (
    <section class="card" id="server">
      <h2>{server.title}</h2>
      <p class="card-text">{server.about}</p>
      {secret ? (
        <>
          <Notice kind="success">{server.shownOnce}</Notice>
          <CopyBox locale={shell.locale} label={server.key} text={secret} />
          <p class="card-text">{server.example}</p>
          <CopyBox
            locale={shell.locale}
            label={server.example}
            text={exampleOf({ reportUrl, domain, secret })}
          />
        </>
      ) : (
        <form method="post" action={action} class="form">
          <CsrfInput token={shell.csrf} />
          {hasSecret && <p>{server.exists}</p>}
          <Button variant="secondary">{hasSecret ? server.renew : server.make}</Button>
        </form>
      )}
    </section>
  );
}

function exampleOf({ reportUrl, domain, secret }: Record<string, string>): string {
  const event = {
    name: "purchase",
    url: `https://${domain}/thanks`,
    ip: "203.0.113.7",
    userAgent: "Mozilla/5.0 …",
    props: { plan: "pro" },
  };
  return [
    `curl ${reportUrl} \\`,
    `  -H 'Authorization: Bearer ${secret}' \\`,
    "  -H 'Idempotency-Key: 7d3f0c52-9a41-4e6b-8c1f-2b5e90d4a716' \\",
    `  -d '${JSON.stringify(event)}'`,
  ].join("\n");
}
