/** How much a line matters. */
export type Level = "info" | "warn" | "error";
type Fields = Record<string, string | number | boolean | null>;

/**
 * Writes one line of the server's log. Callers never pass an address, a user agent, a query string
 * or a token: what is not given cannot leak.
 */
export type Log = (level: Level, message: string, fields?: Fields) => void;

/** Makes the log; `pretty` is for a terminal, `json` for what collects logs. */
export function createLog(format: "json" | "pretty", write = writeLine): Log {
  if (format === "json")
    return (level, message, fields) =>
      write(JSON.stringify({ at: new Date().toISOString(), level, message, ...fields }));
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
