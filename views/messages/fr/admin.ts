import type { admin as english } from "#views/messages/en/admin.ts";

export const admin: typeof english = {};
