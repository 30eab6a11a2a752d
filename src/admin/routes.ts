import { adminRoute, type Route, signedInRoute } from "#src/auth/route.ts";
import { showAudit } from "./audit.tsx";
import { exportAudit } from "./audit-export.ts";
import { showInstall, showInstallStatus } from "./site-install.tsx";
import { createNewSite, showNewSite } from "./site-new.tsx";
import { makeSecret, showSettings, updateSettings } from "./site-settings.tsx";
import { showSites } from "./sites.tsx";
import { showSystem } from "./system.tsx";

/** The list of sites, and what an admin sets and reads. */
export const adminRoutes: readonly Route[] = [
  signedInRoute("GET", "/sites", showSites),
  adminRoute("GET", "/sites/new", showNewSite),
  adminRoute("POST", "/sites", createNewSite),
  adminRoute("GET", "/sites/:domain/settings", showSettings),
  adminRoute("POST", "/sites/:domain/settings", updateSettings),
  adminRoute("GET", "/sites/:domain/install", showInstall),
  adminRoute("GET", "/sites/:domain/install/status", showInstallStatus),
  adminRoute("POST", "/sites/:domain/secret", makeSecret),
  adminRoute("GET", "/admin/audit", showAudit),
  adminRoute("GET", "/admin/audit.csv", exportAudit),
  adminRoute("GET", "/admin/system", showSystem),
];
