import type { ParseArgsConfig } from "node:util";
import type { Config } from "#src/config.ts";
import { StartupError } from "#src/lib/errors.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
/** Values of a subcommand's own flags, by name. */
export type Flags = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** One subcommand. Shape: `usage` is shown behind its name, `run` resolves to the exit code. */
export interface Command {
  name: string;
  usage: string;
  summary: string;
  /** Flags of this subcommand alone; those of the configuration are understood everywhere. */
  options?: Options;
  /** How many words may stand behind the name. */
  wordsMax: number;
  run(input: { config: Config; flags: Flags; words: string[] }): Promise<number>;
}

/** The command line says something that we do not understand, or not enough: exit code 2. */
export class UsageError extends StartupError {}
