import type { Post } from "#src/auth/route.ts";
import type { Config } from "#src/config.ts";
import type { Database } from "#src/db/client.ts";
import { describeError, type Log } from "#src/lib/log.ts";
import { deliverMails } from "./deliver.ts";
import { createMailer } from "./mailer.ts";

interface Parts {
  config: Pick<Config, "smtpUrl" | "mailFrom" | "publicUrl">;
  database: Pick<Database, "orm">;
  now: () => Date;
  log: Log;
}

/** What sends mails in the running server. */
export interface PostOffice extends Post {
  /** Takes no more, and waits for those on their way, but not for long: the others are kept. */
  stop(): Promise<void>;
}

const stopMaxMs = 4_000;

/** Opens the post office; without a mailer it is there, and closed. */
export function openPost({ config, database, now, log }: Parts): PostOffice {
  const mailer = createMailer(config);
  const { publicUrl } = config;
  if (!mailer || !publicUrl) return closedPost;
  const delivery = { database, mailer, publicUrl, now, log };
  let isStopping = false;
  let isWoken = false;
  let round: Promise<void> | null = null;

  const goRounds = async () => {
    try {
      while (isWoken && !isStopping) {
        isWoken = false;
        await deliverMails(delivery, () => isStopping);
      }
    } catch (error) {
      log("error", "the delivery of mails has paused", { why: describeError(error) });
    } finally {
      // In the same moment as the last look at `isWoken`, so that nobody wakes who is about to sleep.
      round = null;
    }
  };
  const deliver = (): Promise<void> => {
    isWoken = true;
    round ??= goRounds();
    return round;
  };
  return {
    canSend: true,
    wake: () => void deliver(),
    deliver,
    stop: async () => {
      isStopping = true;
      await Promise.race([round, Bun.sleep(stopMaxMs)]);
    },
  };
}

const closedPost: PostOffice = {
  canSend: false,
  wake: () => {},
  deliver: async () => {},
  stop: async () => {},
};
