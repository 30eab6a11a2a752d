import { hx } from "#views/components/hx.ts";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { Dashboard } from "./dashboard.tsx";
import type { DashboardProps } from "./props.ts";

interface DashboardPageProps extends DashboardProps {
  shell: Shell;
  /** The stream of who is on the site and of news about the figures. */
  liveHref: string;
}

export function DashboardPage({ shell, liveHref, ...dashboard }: DashboardPageProps) {
  return (
    <Page shell={shell} title={dashboard.bar.site.name}>
      <div
        id="live"
        hidden
        {...hx({ "sse:connect": liveHref, target: "#online", swap: "innerHTML" })}
      />
      <Dashboard {...dashboard} />
    </Page>
  );
}
