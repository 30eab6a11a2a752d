import { type Actor, writeAudit } from "#src/auth/audit.ts";
import { hashToken, makeToken } from "#src/auth/token.ts";
import type { Orm } from "#src/db/client.ts";
import { siteKeyPattern } from "#src/lib/site-key.ts";
import type { Site } from "./site.ts";
import { writeSecretHash } from "./store.ts";

/** What the database keeps of a site's secret key: 256 random bits need no slow hash. */
export const hashSecret: (secret: string) => Uint8Array = hashToken;

/**
 * The public key of the site whose a secret key says it is, or null.
 * Shape: a secret key is the site's key, a dot and 256 bits of base64url.
 */
export function siteKeyOf(secret: string): string | null {
  const [key = "", rest = ""] = secret.split(".", 2);
  return siteKeyPattern.test(key) && rest !== "" ? key : null;
}

/**
 * Makes the key by which the site's servers report events, and ends the one before. It is told here
 * and never again.
 */
export async function renewSecret(
  orm: Orm,
  { actor, site, now }: { actor: Actor; site: Site; now: Date },
): Promise<string> {
  const secret = `${site.key}.${makeToken()}`;
  await orm.transaction(async (tx) => {
    await writeSecretHash(tx, site.id, hashSecret(secret));
    await writeAudit(tx, { actor, action: "site.secret", subject: site.domain, at: now });
  });
  return secret;
}
