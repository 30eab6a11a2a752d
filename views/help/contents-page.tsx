import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { helpGroups } from "./contents.ts";

/** What the help holds, by groups. */
export function ContentsPage({ shell }: { shell: Shell }) {
  const { help } = messagesFor(shell.locale);
  return (
    <Page shell={shell} title={help.title}>
      <h1>{help.title}</h1>
      {helpGroups.map((group) => (
        <section key={group} class="card">
          <h2 class="card-title">{help.groups[group]}</h2>
        </section>
      ))}
    </Page>
  );
}
