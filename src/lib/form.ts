import { AppError } from "./errors.ts";

const formMaxBytes = 64 * 1024;

/**
 * The fields of a submitted form. Handlers read the names they know, so that a field nobody asked
 * for can never reach a row.
 */
export class Form {
  readonly #fields: URLSearchParams;

  constructor(fields: URLSearchParams = new URLSearchParams()) {
    this.#fields = fields;
  }

  /** The field's text, trimmed and cut at `max` characters; empty when it is missing. */
  text(name: string, max = 200): string {
    return Array.from(
      withoutNul(this.#fields.get(name) ?? "")
        .normalize("NFC")
        .trim(),
    )
      .slice(0, max)
      .join("");
  }

  /** The field as it was typed, for passwords; not trimmed, bounded only by the form's size. */
  secret(name: string): string {
    return (this.#fields.get(name) ?? "").normalize("NFKC");
  }

  /** Whether a checkbox was set. */
  checked(name: string): boolean {
    return this.#fields.has(name);
  }

  /** Every value of a repeated field. */
  all(name: string): string[] {
    return this.#fields.getAll(name).map((value) => withoutNul(value).trim());
  }
}

/** No keyboard has a NUL, and PostgreSQL refuses a text with one. */
export function withoutNul(text: string): string {
  return text.replaceAll("\0", "");
}

/**
 * Reads a urlencoded form body.
 * Errors: `AppError` 413 over 64 KB, 415 for any other content type.
 */
export async function readForm(request: Request): Promise<Form> {
  const type = request.headers.get("content-type") ?? "";
  if (type && !type.startsWith("application/x-www-form-urlencoded"))
    throw new AppError("unsupported_form", 415);
  if (Number(request.headers.get("content-length") ?? 0) > formMaxBytes)
    throw new AppError("form_too_large", 413);
  const body = await request.text();
  if (body.length > formMaxBytes) throw new AppError("form_too_large", 413);
  return new Form(new URLSearchParams(body));
}
