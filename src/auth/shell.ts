import { assetUrl } from "#src/lib/assets.ts";
import type { Shell } from "#views/layouts/shell.ts";
import type { Context, Principal } from "./route.ts";

/** What every whole page needs around its content, taken from the request. */
export function shellOf(context: Context): Shell {
  const { principal, url, locale, deps } = context;
  return {
    locale,
    path: url.pathname + url.search,
    user: principal && pickUser(principal),
    csrf: principal?.csrfToken ?? "",
    version: deps.version,
    assets: {
      css: assetUrl("app.css"),
      adminCss: assetUrl("admin.css"),
      pwaCss: assetUrl("pwa.css"),
      theme: assetUrl("theme.js"),
      app: assetUrl("app.js"),
      chart: assetUrl("chart.js"),
      pwa: assetUrl("pwa.js"),
    },
  };
}

function pickUser({ name, email, role, theme }: Principal) {
  return { name, email, role, theme };
}
