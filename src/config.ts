import { resolve } from "node:path";
import { StartupError } from "#src/lib/errors.ts";
import { type Level, levels } from "#src/lib/log.ts";

/**
 * Everything an operator can set, by environment or by flag.
 * Units: `port` 0 lets the system choose. `databaseUrl` null means the embedded PostgreSQL.
 */
export interface Config {
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | null;
  /** The address people reach the server by; links in mails and scripts are built from it. */
  publicUrl: string | null;
  /** Where the embedded PostgreSQL is unpacked; needed when the data folder forbids execution. */
  runtimeDir: string | null;
  /** The system user that the embedded PostgreSQL runs as when the server is started by root. */
  databaseUser: string | null;
  geoipFile: string | null;
  /** Addresses or CIDR ranges whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** Requests of one address in ten seconds that the collector takes. */
  rateLimit: number;
  /** How much the spool may hold while the database is away. Units: bytes. */
  spoolMaxBytes: number;
  /** How many whole months are kept before the one that is running; 0 keeps all. */
  retentionMonths: number;
  /** The same of single events, where they go before the figures do; null keeps them as long. */
  eventRetentionMonths: number | null;
  /** Where a backup is put every night; null makes none. */
  backupDir: string | null;
  /** How many nightly backups are kept. */
  backupKeep: number;
  /** Opens `/metrics` to others than this machine. Secret. */
  metricsToken: string | null;
  /** The server that takes mails. May hold a password. */
  smtpUrl: string | null;
  /** The key by which Resend takes mails instead; without both none is sent. */
  resendApiKey: string | null;
  /** Who mails come from. Shape: `anna@x.example` or `Name <anna@x.example>`. */
  mailFrom: string | null;
  logFormat: "json" | "pretty";
  /** Lines that matter less are not written. */
  logLevel: Level;
}

/** Flags of the command line that stand before the environment. */
export interface ConfigFlags {
  port?: string;
  host?: string;
  "data-dir"?: string;
  "database-url"?: string;
  "public-url"?: string;
}

type Environment = Record<string, string | undefined>;

/**
 * Reads the configuration from flags, then the environment, then the defaults.
 * Errors: `StartupError` with one sentence that names the setting and the wrong value.
 */
export function loadConfig(flags: ConfigFlags = {}, env: Environment = Bun.env): Config {
  return withWholeMail({
    port: parseWhole("PORT", flags.port ?? env.PORT, 3000, 65535),
    host: flags.host ?? (env.HOST || "0.0.0.0"),
    dataDir: resolve(flags["data-dir"] ?? (env.DATA_DIR || "data")),
    databaseUrl: parseDatabaseUrl(flags["database-url"] ?? env.DATABASE_URL),
    publicUrl: parsePublicUrl(flags["public-url"] ?? env.PUBLIC_URL),
    runtimeDir: env.RUNTIME_DIR ? resolve(env.RUNTIME_DIR) : null,
    databaseUser: env.DATABASE_USER || null,
    geoipFile: env.GEOIP_FILE ? resolve(env.GEOIP_FILE) : null,
    trustedProxies: (env.TRUSTED_PROXIES ?? "").split(/[\s,]+/).filter(Boolean),
    rateLimit: parseWhole("RATE_LIMIT", env.RATE_LIMIT, 30, 1_000_000),
    spoolMaxBytes: parseWhole("SPOOL_MAX_BYTES", env.SPOOL_MAX_BYTES, 2 ** 30, 2 ** 50),
    retentionMonths: parseWhole("RETENTION_MONTHS", env.RETENTION_MONTHS, 25, 1_200),
    eventRetentionMonths: env.EVENT_RETENTION_MONTHS
      ? parseWhole("EVENT_RETENTION_MONTHS", env.EVENT_RETENTION_MONTHS, 0, 1_200)
      : null,
    backupDir: env.BACKUP_DIR ? resolve(env.BACKUP_DIR) : null,
    backupKeep: parseWhole("BACKUP_KEEP", env.BACKUP_KEEP, 7, 1_000),
    metricsToken: parseMetricsToken(env.METRICS_TOKEN),
    smtpUrl: parseSmtpUrl(env.SMTP_URL),
    resendApiKey: parseResendApiKey(env.RESEND_API_KEY),
    mailFrom: parseMailFrom(env.MAIL_FROM),
    logFormat: parseLogFormat(env.LOG_FORMAT),
    logLevel: parseLogLevel(env.LOG_LEVEL),
  });
}

/**
 * Mails carry links, and a link may not be made from a request: whoever asks for somebody's new
 * password could name another host, and would be sent the token from there.
 */
function withWholeMail(config: Config): Config {
  const { smtpUrl, resendApiKey, mailFrom, publicUrl } = config;
  if (smtpUrl && resendApiKey)
    throw new StartupError(
      "SMTP_URL and RESEND_API_KEY are both set: mails go by one of them, so leave the other out.",
    );
  if (!(smtpUrl || resendApiKey) || (mailFrom && publicUrl)) return config;
  const name = smtpUrl ? "SMTP_URL" : "RESEND_API_KEY";
  throw new StartupError(
    mailFrom
      ? `${name} needs PUBLIC_URL as well: the links in mails are made from it.`
      : `${name} needs MAIL_FROM as well, such as Tracker <stats@example.com>.`,
  );
}

function parseWhole(name: string, text: string | undefined, fallback: number, max: number) {
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= max) return value;
  throw new StartupError(`${name} must be a whole number from 0 to ${max}, not "${text}".`);
}

/**
 * What each connection says for itself: by the name our servers find each other, and by the limits a
 * report is cut off and an upgrade is not. postgres.js lets those of an address win over ours.
 */
const ownParameters = ["application_name", "statement_timeout", "lock_timeout", "timezone"];

function parseDatabaseUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol))
    return withoutOwnParameters(text);
  // The value may hold a password, so it is not repeated.
  throw new StartupError("DATABASE_URL must look like postgres://user:password@host:5432/name.");
}

function withoutOwnParameters(text: string): string {
  const url = new URL(text);
  // PostgreSQL takes `TimeZone` and `timezone` alike.
  const named = [...url.searchParams.keys()].filter((name) =>
    ownParameters.includes(name.toLowerCase()),
  );
  if (named.length === 0) return text;
  for (const name of named) url.searchParams.delete(name);
  return url.href;
}

function parsePublicUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin;
  throw new StartupError(`PUBLIC_URL must look like https://stats.example.com, not "${text}".`);
}

function parseSmtpUrl(text: string | undefined): string | null {
  if (!text) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const rest = url && url.pathname.replace("/", "") + url.search + url.hash;
  if (url && /^smtps?:$/.test(url.protocol) && url.hostname && rest === "") return text;
  // The value may hold a password, so it is not repeated.
  throw new StartupError("SMTP_URL must look like smtp://user:password@mail.example.com:587.");
}

function parseResendApiKey(text: string | undefined): string | null {
  if (!text) return null;
  // It goes into a header, where anything else would fail with each mail. It is not repeated.
  if (/^[\w-]{8,200}$/.test(text)) return text;
  throw new StartupError("RESEND_API_KEY must look like re_ and some letters and digits.");
}

function parseMailFrom(text: string | undefined): string | null {
  if (!text) return null;
  const address = /^[^<>"\p{Cc}]*<([^<>\s]+)>$/u.exec(text)?.[1] ?? text;
  if (/^[^\s@<>"]+@[^\s@<>"]+$/.test(address)) return text;
  throw new StartupError(`MAIL_FROM must look like Tracker <stats@example.com>, not "${text}".`);
}

function parseMetricsToken(text: string | undefined): string | null {
  if (!text) return null;
  // It is sent in a header, and is not repeated.
  if (/^[\x21-\x7e]{16,200}$/.test(text)) return text;
  throw new StartupError("METRICS_TOKEN must be 16 to 200 letters, digits and signs.");
}

function parseLogLevel(text: string | undefined): Level {
  const level = levels.find((name) => name === (text || "info"));
  if (level) return level;
  throw new StartupError(`LOG_LEVEL must be one of ${levels.join(", ")}, not "${text}".`);
}

function parseLogFormat(text: string | undefined): "json" | "pretty" {
  if (!text) return process.stdout.isTTY ? "pretty" : "json";
  if (text === "json" || text === "pretty") return text;
  throw new StartupError(`LOG_FORMAT must be json or pretty, not "${text}".`);
}
