import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { Dashboard } from "./dashboard.tsx";
import { Live } from "./live.tsx";
import type { DashboardProps } from "./props.ts";

interface DashboardPageProps extends DashboardProps {
  shell: Shell;
  liveHref: string;
}

export function DashboardPage({ shell, liveHref, ...dashboard }: DashboardPageProps) {
  return (
    <Page shell={shell} title={dashboard.bar.site.name} isFigures={dashboard.figures !== null}>
      <Live href={liveHref} />
      <Dashboard {...dashboard} />
    </Page>
  );
}
