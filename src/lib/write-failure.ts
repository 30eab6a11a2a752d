import { StartupError } from "./errors.ts";

/**
 * Why a file could not be written, as a `StartupError` of one sentence for the operator; null for
 * what is no fault of the disk or of who may write there.
 */
export function writeFailure(error: unknown, path: string): StartupError | null {
  switch ((error as { code?: string }).code) {
    case "ENOSPC":
    case "EDQUOT":
      return new StartupError(`The disk of ${path} is full: nothing was written.`);
    case "ENOENT":
      return new StartupError(`There is no folder for ${path}.`);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new StartupError(`${path} cannot be written: this user may not write there.`);
    case "EISDIR":
      return new StartupError(`${path} is a folder: name a file.`);
    default:
      return null;
  }
}
