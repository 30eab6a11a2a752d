import type { Config } from "#src/config.ts";

/**
 * What of the configuration the checks judge by. A command may have been started with another
 * environment than the server, whose settings are the ones that count; so nothing secret is in it.
 */
export interface Settings
  extends Pick<
    Config,
    | "dataDir"
    | "runtimeDir"
    | "publicUrl"
    | "trustedProxies"
    | "geoipFile"
    | "backupDir"
    | "retentionMonths"
  > {
  /** The database is our own PostgreSQL. */
  isEmbedded: boolean;
  /** Who takes the mails: the host of the SMTP server, or Resend; null when nobody does. */
  mailCarrier: string | null;
}

/** The settings of a configuration. */
export function settingsOf(config: Config): Settings {
  const { dataDir, runtimeDir, publicUrl, geoipFile, backupDir, retentionMonths } = config;
  const { trustedProxies, databaseUrl, smtpUrl, resendApiKey } = config;
  return {
    ...{ dataDir, runtimeDir, publicUrl, geoipFile, backupDir, retentionMonths },
    trustedProxies,
    isEmbedded: databaseUrl === null,
    // The rest of the address may hold a password.
    mailCarrier: smtpUrl ? new URL(smtpUrl).hostname : resendApiKey ? "Resend" : null,
  };
}
