/** How much a line matters, the least first. */
export const levels = ["debug", "info", "warn", "error"] as const;
export type Level = (typeof levels)[number];
type Fields = Record<string, string | number | boolean | null>;

/**
 * Writes one line of the server's log. Callers never pass an address, a user agent, a query string
 * or a token: what is not given cannot leak.
 */
export type Log = (level: Level, message: string, fields?: Fields) => void;

interface LogOptions {
  /** `pretty` is for a terminal, `json` for what collects logs. */
  format: "json" | "pretty";
  /** What matters less than this is not written; `info` if it is left out. */
  level?: Level;
  write?: (line: string) => void;
}

/** Makes the log. */
export function createLog({ format, level = "info", write = writeLine }: LogOptions): Log {
  const log = format === "json" ? jsonLog(write) : prettyLog(write);
  const least = levels.indexOf(level);
  return (of, message, fields) => {
    if (levels.indexOf(of) >= least) log(of, message, fields);
  };
}

function jsonLog(write: (line: string) => void): Log {
  return (level, message, fields) =>
    write(JSON.stringify({ at: new Date().toISOString(), level, message, ...fields }));
}

function prettyLog(write: (line: string) => void): Log {
  return (level, message, fields = {}) => {
    const details = Object.entries(fields).map(([name, value]) => ` ${name}=${value}`);
    const mark = level === "info" ? "" : `${level}: `;
    write(`${new Date().toTimeString().slice(0, 8)} ${mark}${message}${details.join("")}`);
  };
}

function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * What went wrong, fit for a log. drizzle's own message repeats the query's parameters, so its
 * cause is taken instead.
 */
export function describeError(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return "unknown error";
  const code = "code" in cause ? ` (${String(cause.code)})` : "";
  return `${cause.name}: ${cause.message.split("\n")[0]}${code}`;
}
