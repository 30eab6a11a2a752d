import type { account as english } from "#views/messages/en/account.ts";

export const account: typeof english = {};
