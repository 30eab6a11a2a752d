/**
 * A refusal that a person is told about; everything else that is thrown is a bug.
 * Shape: `code` is stable and names a message of the catalogue; `status` is the HTTP status.
 */
export class AppError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string = code,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The thing does not exist, or is not this principal's: both answer alike. */
export class NotFoundError extends AppError {
  constructor(code: "not_found" | "site_not_found" = "not_found") {
    super(code, 404);
  }
}

/** The server cannot start or a command cannot run; the message is one sentence for the operator. */
export class StartupError extends Error {
  override name = "StartupError";
}
