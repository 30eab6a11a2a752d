import type { Letter } from "./mailer.ts";

/** What a mail says to programs. */
export function headersOf({ unsubscribeUrl }: Letter): Record<string, string> {
  return {
    // Source: RFC 3834; the other is what Exchange understands. No holiday answers to a machine.
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
    // Source: RFC 8058. Both are needed for the button beside the sender's name.
    ...(unsubscribeUrl && {
      "List-Unsubscribe": `<${unsubscribeUrl}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
  };
}
