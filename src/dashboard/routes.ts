import { type Route, signedInRoute } from "#src/auth/route.ts";
import { exportEvents, exportPanel } from "./export.ts";
import { showDashboard } from "./show.tsx";
import { showList } from "./show-list.tsx";
import { showLive } from "./show-live.ts";

export const dashboardRoutes: Route[] = [
  signedInRoute("GET", "/sites/:domain", showDashboard),
  signedInRoute("GET", "/sites/:domain/live", showLive),
  signedInRoute("GET", "/sites/:domain/lists/:list", showList),
  signedInRoute("GET", "/sites/:domain/export/:file", exportPanel),
  signedInRoute("GET", "/sites/:domain/raw/:file", exportEvents),
];
