/**
 * An e-mail address as a person types it, in lower case; null when it cannot be one. Only a mail
 * tells whether it exists, so the check is coarse.
 */
export function parseEmail(text: string): string | null {
  const email = text.trim().toLowerCase();
  return email.length <= 254 && /^[^\s@<>"]+@[^\s@<>".]+(\.[^\s@<>".]+)+$/.test(email)
    ? email
    : null;
}
