import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import { isSameSecret, makeToken } from "#src/auth/token.ts";
import { settings } from "#src/db/schema/tables.ts";

// A link that ends mails has to work for years, in a mail that nobody signs in from, so that it is not
// stored: it names the address and the kind of mail, and a MAC says that we have made it. Its key is
// 256 random bits of this instance. Whoever has such a link can switch one kind of mail off and on
// for one address, and nothing else.

const settingName = "unsubscribe_key";
const kinds = ["weekly", "monthly", "alert"] as const;

/** The mails that are sent by habit, as an address may refuse them. */
export type RefusedKind = (typeof kinds)[number];

/** What a link is about: one kind of mail to one address. */
export interface Subscription {
  kind: RefusedKind;
  address: string;
}

/** The address of the page that ends such mails. `origin` is `PUBLIC_URL`'s. */
export async function unsubscribeUrl(
  rows: Rows,
  origin: string,
  subscription: Subscription,
): Promise<string> {
  return `${origin}/unsubscribe/${sign(subscription, await readKey(rows))}`;
}

/** What a token of such a link is about; null when it is not one of ours. */
export async function readUnsubscribeToken(
  rows: Rows,
  token: string,
): Promise<Subscription | null> {
  const subscription = decode(token.split(".")[0] ?? "");
  if (!subscription) return null;
  return isSameSecret(token, sign(subscription, await readKey(rows))) ? subscription : null;
}

/** Shape: `base64url("weekly anna@shop.example") "." base64url(mac)`. */
function sign({ kind, address }: Subscription, key: string): string {
  const about = Buffer.from(`${kind} ${address}`).toString("base64url");
  return `${about}.${createHmac("sha256", key).update(about).digest("base64url")}`;
}

function decode(about: string): Subscription | null {
  const text = Buffer.from(about, "base64url").toString();
  const kind = kinds.find((known) => text.startsWith(`${known} `));
  return kind ? { kind, address: text.slice(kind.length + 1) } : null;
}

/** The key of this instance, made when it is first asked for; of two at once one is kept. */
async function readKey(rows: Rows): Promise<string> {
  const found = await findKey(rows);
  if (found !== null) return found;
  await rows
    .insert(settings)
    .values({ name: settingName, value: makeToken() })
    .onConflictDoNothing();
  const made = await findKey(rows);
  if (made === null) throw new Error("the key of the links that unsubscribe is not there");
  return made;
}

async function findKey(rows: Rows): Promise<string | null> {
  const [row] = await rows.select().from(settings).where(eq(settings.name, settingName));
  return typeof row?.value === "string" ? row.value : null;
}
