import type { Context } from "#src/auth/route.ts";
import { hasAdmin } from "#src/auth/setup.ts";
import { shellOf } from "#src/auth/shell.ts";
import { htmlResponse, redirectTo } from "#src/lib/respond.ts";
import { listSites } from "#src/sites/store.ts";
import { StartPage } from "#views/account/start-page.tsx";

/** `/`: the sites for whoever has signed in, or the only one of a client; else what this is. */
export async function showStart(context: Context): Promise<Response> {
  const { principal, deps, url } = context;
  if (!principal) {
    const props = {
      shell: shellOf(context),
      host: new URL(deps.config.publicUrl ?? url).host,
      isSetUp: await hasAdmin(deps.database.orm),
      canReset: deps.mail.canSend,
    };
    return htmlResponse(<StartPage {...props} />);
  }
  if (principal.role === "admin") return redirectTo("/sites");
  const [site, ...others] = await listSites(deps.database.orm, principal);
  const isOnly = site && others.length === 0;
  return redirectTo(isOnly ? `/sites/${encodeURIComponent(site.domain)}` : "/sites");
}
