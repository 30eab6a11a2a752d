import { setPassword } from "#src/account/store.ts";
import { hashPassword } from "#src/auth/password.ts";
import { makeToken } from "#src/auth/token.ts";
import { parseEmail } from "#src/lib/email.ts";
import { StartupError } from "#src/lib/errors.ts";
import type { Command } from "./command.ts";
import { openForCommand } from "./database.ts";

// For whoever has locked themselves out of a server that sends no mail. Who may run this may read
// the database anyway.

export const user: Command = {
  name: "user",
  usage: "reset-password EMAIL",
  summary: "Set a new password and print it.",
  wordsMax: 2,
  run: async ({ config, words: [action, address = ""] }) => {
    const email = parseEmail(address);
    if (action !== "reset-password" || !email)
      throw new StartupError("Say whose: tracker-analytics user reset-password EMAIL.");
    const opened = await openForCommand(config);
    try {
      const password = makeToken();
      const passwordHash = await hashPassword(password);
      const actor = { userId: null, email: null, ip: null };
      const now = new Date();
      const isDone = await setPassword(opened.database.orm, { actor, email, passwordHash, now });
      if (!isDone) throw new StartupError(`There is no account ${email}.`);
      console.log(`The new password of ${email} is ${password}`);
      return 0;
    } finally {
      await opened.close();
    }
  },
};
