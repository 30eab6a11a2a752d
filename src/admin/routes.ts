import { adminRoute, type Route, signedInRoute } from "#src/auth/route.ts";
import { showAudit } from "./audit.tsx";
import { exportAudit } from "./audit-export.ts";
import {
  dropTwoFactor,
  inviteClient,
  letClientIn,
  removeClient,
  resetClient,
  shutClientOut,
} from "./client-actions.ts";
import { saveClient, showClient } from "./client-edit.tsx";
import { createNewClient, showNewClient } from "./client-new.tsx";
import { showClients } from "./clients.tsx";
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
  adminRoute("GET", "/admin/clients", showClients),
  adminRoute("GET", "/admin/clients/new", showNewClient),
  adminRoute("POST", "/admin/clients", createNewClient),
  adminRoute("GET", "/admin/clients/:id", showClient),
  adminRoute("POST", "/admin/clients/:id", saveClient),
  adminRoute("POST", "/admin/clients/:id/invite", inviteClient),
  adminRoute("POST", "/admin/clients/:id/reset", resetClient),
  adminRoute("POST", "/admin/clients/:id/two-factor", dropTwoFactor),
  adminRoute("POST", "/admin/clients/:id/disable", shutClientOut),
  adminRoute("POST", "/admin/clients/:id/enable", letClientIn),
  adminRoute("POST", "/admin/clients/:id/delete", removeClient),
  adminRoute("GET", "/admin/audit", showAudit),
  adminRoute("GET", "/admin/audit.csv", exportAudit),
  adminRoute("GET", "/admin/system", showSystem),
];
