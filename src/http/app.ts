import { staticPlugin } from "@elysiajs/static";
import { Elysia } from "elysia";
import { accountRoutes } from "#src/account/routes.ts";
import { adminRoutes } from "#src/admin/routes.ts";
import { type Deps, publicRoute, type Route } from "#src/auth/route.ts";
import type { Collector } from "#src/collect/collector.ts";
import { dashboardRoutes } from "#src/dashboard/routes.ts";
import { helpRoutes } from "#src/help/routes.ts";
import { assetPath } from "#src/lib/assets.ts";
import { ownHeaders } from "#src/lib/respond.ts";
import { reportRoutes } from "#src/reports/routes.ts";
import { assetRoutes } from "./assets.ts";
import { errorResponse } from "./errors.tsx";
import { withPageHeaders } from "./headers.ts";
import { healthRoutes } from "./health.ts";
import { metricsRoutes } from "./metrics.ts";
import { showOffline } from "./offline.tsx";
import { isHttps } from "./origin.ts";
import { answerNowhere, mountPages } from "./pages.ts";
import { createPageNotes, logOtherRequests } from "./request-log.ts";
import { createTraffic } from "./traffic.ts";

const bodyMaxBytes = 128 * 1024;

/** Every page of the server, in the order of the rooms. */
export const pageRoutes: readonly Route[] = [
  ...accountRoutes,
  ...adminRoutes,
  ...dashboardRoutes,
  ...reportRoutes,
  ...helpRoutes,
  publicRoute("GET", "/offline", showOffline),
];

/** The whole server: every room's doors, mounted in one place. */
export async function createApp(deps: Deps, collector: Collector) {
  const app = new Elysia({
    // Bun would buffer 128 MB of a body, and share the port with a second server in silence.
    serve: { maxRequestBodySize: bodyMaxBytes, reusePort: false, development: false },
  });
  const traffic = createTraffic();
  const mount = { deps, pages: createPageNotes(traffic, deps.log) };
  // Hooks bind to what is declared after them, so the catch-all for errors comes first.
  app.onError({ as: "global" }, ({ error, code, request, server }) => {
    if (code === "NOT_FOUND") return answerNowhere({ request, server, ...mount });
    const response = errorResponse(error, { request, context: null, deps });
    return withPageHeaders(response, isHttps(request, deps.config));
  });
  if (deps.config.logLevel === "debug")
    logOtherRequests(app as unknown as Elysia, mount.pages, deps.log);
  app.use(collector.routes);
  app.use(healthRoutes(deps));
  app.use(metricsRoutes(deps, traffic));
  app.use(assetRoutes());
  app.use(
    await staticPlugin({
      assets: assetPath("public"),
      prefix: "/",
      alwaysStatic: true,
      indexHTML: false,
      etag: false,
      headers: { ...ownHeaders, "cache-control": "public, max-age=86400" },
    }),
  );
  mountPages(app as unknown as Elysia, pageRoutes, mount);
  return app;
}
