import type { Command } from "./command.ts";

/** What `--help` prints. */
export function helpText(commands: readonly Command[]): string {
  const rows = commands.map(({ name, usage, summary }) => {
    return `  ${`${name} ${usage}`.trim().padEnd(34)} ${summary}`;
  });
  return `Tracker Analytics: privacy-first web analytics without cookies.

Usage: tracker-analytics [command] [options]

Commands:
${rows.join("\n")}

Options, and the environment variables that they stand before:
  --port N             PORT          Port to listen on; 3000.
  --host ADDRESS       HOST          Address to listen on; 0.0.0.0, all of IPv4, or :: for IPv6 too.
  --data-dir FOLDER    DATA_DIR      Where the embedded database lives; ./data.
  --database-url URL   DATABASE_URL  A PostgreSQL 15 or newer, instead of the embedded one.
  --public-url URL     PUBLIC_URL    The address people reach this server by.
  --help, --version

More variables: GEOIP_FILE, TRUSTED_PROXIES, RATE_LIMIT, SPOOL_MAX_BYTES, RETENTION_MONTHS,
EVENT_RETENTION_MONTHS, SMTP_URL, RESEND_API_KEY, MAIL_FROM, BACKUP_DIR, BACKUP_KEEP, METRICS_TOKEN,
LOG_FORMAT, LOG_LEVEL, RUNTIME_DIR, DATABASE_USER.
They are explained in docs/configuration.md.`;
}
