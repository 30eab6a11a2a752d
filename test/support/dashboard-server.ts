import { Elysia } from "elysia";
import type { Context, Deps, Principal } from "#src/auth/route.ts";
import type { Config } from "#src/config.ts";
import { dashboardRoutes } from "#src/dashboard/routes.ts";
import { assetRoutes } from "#src/http/assets.ts";
import { errorResponse } from "#src/http/errors.tsx";
import { withPageHeaders } from "#src/http/headers.ts";
import { Form } from "#src/lib/form.ts";
import { negotiateLocale } from "#src/lib/locale.ts";
import type { TestDatabase } from "./database.ts";

/** The dashboard's pages behind the headers they have in the server, for an admin at once. */
export interface DashboardServer {
  origin: string;
  stop(): Promise<void>;
}

const admin: Principal = {
  userId: 1,
  email: "anna@agency.example",
  name: "Anna",
  role: "admin",
  locale: "en",
  siteIds: "all",
  sessionHash: new Uint8Array(32),
  csrfToken: "token",
};

export function serveDashboard(database: TestDatabase): DashboardServer {
  const deps: Deps = {
    config: {} as Config,
    database,
    version: "0.0.0",
    now: () => new Date(),
    log: (_level, text) => console.error(text),
  };
  const app = new Elysia({ serve: { reusePort: false, development: false } });
  app.use(assetRoutes());
  for (const name of ["favicon.svg", "manifest.webmanifest", "icon-192.png"])
    app.get(`/${name}`, () => new Response(Bun.file(`public/${name}`)));
  for (const route of dashboardRoutes)
    app.route(route.method, route.path, async ({ request, params, server }) => {
      const context: Context & { principal: Principal } = {
        request,
        url: new URL(request.url),
        params: params as Record<string, string>,
        form: new Form(),
        ip: "127.0.0.1",
        locale: negotiateLocale(request.headers.get("accept-language")),
        principal: admin,
        keepOpen: () => server?.timeout(request, 0),
        deps,
      };
      try {
        return withPageHeaders(await route.handle(context), false);
      } catch (error) {
        return withPageHeaders(errorResponse(error, { request, context, deps }), false);
      }
    });
  app.listen({ hostname: "127.0.0.1", port: 0 });
  return {
    origin: `http://127.0.0.1:${app.server?.port}`,
    stop: async () => {
      await app.server?.stop(true);
    },
  };
}
