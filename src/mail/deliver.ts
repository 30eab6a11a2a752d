import type { Database } from "#src/db/client.ts";
import { describeError, type Log } from "#src/lib/log.ts";
import { type FigureWriters, writeLetter } from "./letters.tsx";
import type { Letter, Mailer, Outcome } from "./mailer.ts";
import { ownReasons } from "./outbox.ts";
import {
  type ClaimedMail,
  claimMail,
  type Ending,
  endTry,
  giveUpOldMails,
  markHandedOver,
} from "./store.ts";

/** What a delivery works with. */
export interface Delivery {
  database: Pick<Database, "orm">;
  mailer: Mailer;
  /** The origin that links lead to: `PUBLIC_URL`'s. */
  publicUrl: string;
  writers: FigureWriters;
  now: () => Date;
  log: Log;
}

/** How long after a try the next one is made; after the last there is none. Units: minutes. */
const backOffMinutes = [1, 5, 30, 120, 360, 720];
/** How many are sent at the same time. */
const lanes = 3;

/** Sends every mail that is due, until none is left or `isStopping` says that it is enough. */
export async function deliverMails(delivery: Delivery, isStopping: () => boolean): Promise<void> {
  await giveUpOldMails(delivery.database.orm, delivery.now());
  const lane = async () => {
    while (!isStopping() && (await deliverNext(delivery)));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Sends the mail that has waited longest; false when none is due. */
async function deliverNext(delivery: Delivery): Promise<boolean> {
  const { database, now } = delivery;
  const mail = await claimMail(database.orm, now());
  if (!mail) return false;
  const ending = await deliver(mail, delivery);
  await endTry(database.orm, mail, ending);
  return true;
}

async function deliver(mail: ClaimedMail, delivery: Delivery): Promise<Ending> {
  const { database, mailer, now, log } = delivery;
  let letter: Letter | null;
  try {
    letter = await writeLetter(mail, delivery);
  } catch (error) {
    log("error", "a mail could not be written", { kind: mail.kind, why: describeError(error) });
    return tryLater(mail, { why: ownReasons.unwritable, now: now() });
  }
  if (!letter) return { state: "needless" };
  const message = { ...letter, recipient: mail.recipient, id: messageId(mail, letter) };
  const outcome = await mailer.send(message, () => markHandedOver(database.orm, mail));
  if (outcome.kind !== "sent")
    log("warn", "a mail was not sent", { kind: mail.kind, attempt: mail.attempts });
  return endingOf(outcome, mail, now());
}

function endingOf(outcome: Outcome, mail: ClaimedMail, now: Date): Ending {
  if (outcome.kind === "sent") return { state: "sent", sentAt: now };
  const { why } = outcome;
  if (outcome.kind === "unknown") return { state: "unknown", error: why };
  return outcome.isFinal ? { state: "failed", error: why } : tryLater(mail, { why, now });
}

function tryLater({ attempts }: ClaimedMail, { why, now }: { why: string; now: Date }): Ending {
  const minutes = backOffMinutes[attempts - 1];
  if (minutes === undefined) return { state: "failed", error: why };
  const nextTryAt = new Date(now.getTime() + minutes * 60_000);
  return { state: "waiting", nextTryAt, error: why };
}

/**
 * The same for each try: should one come twice after all, mail programs show it once. Not so where
 * each has a link of its own, of which only the newest opens: there the later mail must be seen.
 */
function messageId({ id, createdAt, attempts }: ClaimedMail, { hasOwnLink }: Letter): string {
  return `${id}.${createdAt.getTime()}${hasOwnLink ? `.${attempts}` : ""}`;
}
