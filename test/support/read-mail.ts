/** A mail as it arrived, its parts decoded. */
export interface ReceivedMail {
  recipient: string;
  headers: Record<string, string>;
  subject: string;
  text: string;
  html: string;
  source: string;
}

/** Reads a mail of two parts, as a mail program would. */
export function readMail(source: string, recipient: string): ReceivedMail {
  const whole = readPart(source);
  const boundary = /boundary="([^"]+)"/.exec(whole.headers["content-type"] ?? "")?.[1] ?? "\0";
  const parts = whole.body.split(`--${boundary}`).slice(1, -1).map(readPart);
  const partOf = (type: string) =>
    decode(parts.find(({ headers }) => headers["content-type"]?.startsWith(type)));
  const { headers } = whole;
  const subject = decodeWords(headers.subject ?? "");
  return {
    ...{ recipient, headers, subject, source },
    text: partOf("text/plain"),
    html: partOf("text/html"),
  };
}

interface Part {
  headers: Record<string, string>;
  body: string;
}

function readPart(source: string): Part {
  const [head = "", ...rest] = source.replace(/^\r?\n/, "").split(/\r?\n\r?\n/);
  const lines = head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { headers: Object.fromEntries(headers), body: rest.join("\n\n") };
}

function decode(part: Part | undefined): string {
  const encoding = part?.headers["content-transfer-encoding"] ?? "7bit";
  const body = part?.body ?? "";
  if (encoding === "base64") return Buffer.from(body, "base64").toString();
  if (encoding === "quoted-printable") return decodeQuoted(body.replace(/=\r?\n/g, ""));
  return body;
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1").toString();
}

/** The words of a header that are not plain ASCII, as `=?UTF-8?Q?invit=C3=A9?=`. */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(word, "base64").toString()
        : decodeQuoted(word.replaceAll("_", " ")),
    );
}
