import type { dashboard as english } from "#views/messages/en/dashboard.ts";

export const dashboard: typeof english = {};
