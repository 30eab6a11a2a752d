// What a mail server says is shown to admins word for word, but for what is nobody's to read: the
// operator's key or password, and the link of a mail, which some servers repeat when they refuse it.

const answerMax = 200;

/** What a server said of a mail that it has taken, without the operator's secrets. */
export function quoteAnswer(said: string, secrets: readonly string[]): string {
  const bare = secrets.reduce((text, secret) => text.replaceAll(secret, "…"), said);
  return bare.replace(/\s+/g, " ").trim().slice(0, answerMax);
}

/** What a server said of a mail that it refuses; what looks like a token goes too. */
export function quoteRefusal(said: string, secrets: readonly string[]): string {
  return quoteAnswer(said.replace(/[\w-]{32,}/g, "…"), secrets);
}
