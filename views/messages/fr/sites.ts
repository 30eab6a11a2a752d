import type { sites as english } from "#views/messages/en/sites.ts";

export const sites: typeof english = {};
