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
import { showMail } from "./mail.tsx";
import { giveMailUp, showLinkOfMail, tryMailAgain } from "./mail-actions.ts";
import { testMail } from "./mail-test.ts";
import { showMails } from "./mails.tsx";
import { askToDelete, confirmDelete } from "./site-delete.tsx";
import { showInstall, showInstallStatus } from "./site-install.tsx";
import { archive, restore } from "./site-life.ts";
import { createNewSite, showNewSite } from "./site-new.tsx";
import { showPrivacy } from "./site-privacy.tsx";
import { showRebuild, startRebuild } from "./site-rebuild.tsx";
import { makeSecret, showSettings, updateSettings } from "./site-settings.tsx";
import { showAdmin, showAdminSites, showDeletion } from "./site-table.tsx";
import { showSites } from "./sites.tsx";
import { showSystem } from "./system.tsx";

/** The list of sites, and what an admin sets and reads. */
export const adminRoutes: readonly Route[] = [
  signedInRoute("GET", "/sites", showSites),
  adminRoute("GET", "/sites/new", showNewSite),
  adminRoute("POST", "/sites", createNewSite),
  signedInRoute("GET", "/sites/:domain/privacy", showPrivacy),
  // These look the site up among those whose settings the person may change.
  signedInRoute("GET", "/sites/:domain/settings", showSettings),
  signedInRoute("POST", "/sites/:domain/settings", updateSettings),
  signedInRoute("GET", "/sites/:domain/install", showInstall),
  signedInRoute("GET", "/sites/:domain/install/status", showInstallStatus),
  signedInRoute("POST", "/sites/:domain/rebuild", startRebuild),
  signedInRoute("GET", "/sites/:domain/rebuild", showRebuild),
  adminRoute("POST", "/sites/:domain/secret", makeSecret),
  adminRoute("POST", "/sites/:domain/archive", archive),
  adminRoute("POST", "/sites/:domain/restore", restore),
  adminRoute("GET", "/sites/:domain/delete", askToDelete),
  adminRoute("POST", "/sites/:domain/delete", confirmDelete),
  adminRoute("GET", "/admin", showAdmin),
  adminRoute("GET", "/admin/sites", showAdminSites),
  adminRoute("GET", "/admin/sites/:siteId/deletion", showDeletion),
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
  adminRoute("GET", "/admin/mails", showMails),
  adminRoute("POST", "/admin/mails/test", testMail),
  adminRoute("GET", "/admin/mails/:id", showMail),
  adminRoute("POST", "/admin/mails/:id/retry", tryMailAgain),
  adminRoute("POST", "/admin/mails/:id/give-up", giveMailUp),
  adminRoute("POST", "/admin/mails/:id/link", showLinkOfMail),
];
