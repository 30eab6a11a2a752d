import type { Post } from "#src/auth/route.ts";
import type { Database } from "#src/db/client.ts";
import { describeError, type Log } from "#src/lib/log.ts";
import { deliverMails } from "./deliver.ts";
import { type FigureWriters, writeLetter } from "./letters.tsx";
import { createMailer, type MailSettings } from "./mailer.ts";
import { findMail } from "./outbox-store.ts";

interface Parts {
  config: MailSettings;
  database: Pick<Database, "orm">;
  writers: FigureWriters;
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
export function openPost({ config, database, writers, now, log }: Parts): PostOffice {
  const mailer = createMailer(config);
  const { publicUrl } = config;
  const preview: Post["preview"] = async (id, origin) => {
    const mail = await findMail(database.orm, id);
    const desk = { database, writers, now, publicUrl: publicUrl ?? origin, isPreview: true };
    return mail && (await writeLetter(mail, desk));
  };
  if (!mailer || !publicUrl) return { ...closedPost, preview };
  const delivery = { database, mailer, publicUrl, writers, now, log };
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
    preview,
    wake: () => void deliver(),
    deliver,
    stop: async () => {
      isStopping = true;
      await Promise.race([round, Bun.sleep(stopMaxMs)]);
    },
  };
}

const closedPost: Omit<PostOffice, "preview"> = {
  canSend: false,
  wake: () => {},
  deliver: async () => {},
  stop: async () => {},
};
