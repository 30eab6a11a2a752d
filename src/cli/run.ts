import { parseArgs } from "node:util";
import { type ConfigFlags, loadConfig } from "#src/config.ts";
import { StartupError } from "#src/lib/errors.ts";
import { describeError } from "#src/lib/log.ts";
import { backup } from "./backup.ts";
import { citus } from "./citus.ts";
import { type Command, UsageError } from "./command.ts";
import { demo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import { exportCommand } from "./export.ts";
import { healthcheck } from "./healthcheck.ts";
import { helpText } from "./help.ts";
import { importCommand } from "./import.ts";
import { licences } from "./licences.ts";
import { mail } from "./mail.ts";
import { migrate } from "./migrate.ts";
import { rebuild } from "./rebuild.ts";
import { restore } from "./restore.ts";
import { serve } from "./serve.ts";
import { site } from "./site.ts";
import { user } from "./user.ts";
import { version } from "./version.ts";

/** The subcommands, in the order in which `--help` lists them. */
const commands: readonly Command[] = [
  serve,
  demo,
  site,
  user,
  mail,
  rebuild,
  backup,
  restore,
  exportCommand,
  importCommand,
  migrate,
  citus,
  doctor,
  healthcheck,
  licences,
  version,
];

const configOptions = {
  port: { type: "string" },
  host: { type: "string" },
  "data-dir": { type: "string" },
  "database-url": { type: "string" },
  "public-url": { type: "string" },
  help: { type: "boolean" },
  version: { type: "boolean" },
} as const;

/** Runs what the command line asks for and ends the process: 0 done, 1 failed, 2 asked wrongly. */
export async function runCommandLine(words: string[]): Promise<never> {
  try {
    process.exit(await dispatch(words));
  } catch (error) {
    if (!(error instanceof StartupError)) {
      console.error(`tracker-analytics: ${describeError(error)}`);
      process.exit(1);
    }
    console.error(`tracker-analytics: ${error.message}`);
    process.exit(error instanceof UsageError ? 2 : 1);
  }
}

async function dispatch(words: string[]): Promise<number> {
  const [first = ""] = words;
  const command = first.startsWith("-") || !first ? serve : commands.find((c) => c.name === first);
  if (!command)
    throw new UsageError(`There is no command "${first}". See tracker-analytics --help.`);
  const { values, positionals } = parseWords(command, words);
  const given = command === serve && first !== "serve" ? positionals : positionals.slice(1);
  if (values.help) return print(helpText(commands));
  if (values.version) return version.run({ config: loadConfig(), flags: {}, words: [] });
  if (given.length > command.wordsMax)
    throw new UsageError(
      `"${given[command.wordsMax]}" is not understood. See tracker-analytics --help.`,
    );
  const config = readConfig(values as ConfigFlags);
  return command.run({ config, flags: values, words: given });
}

function parseWords(command: Command, words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: { ...configOptions, ...command.options },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    // node:util says `Unknown option '--prot'. To specify a positional argument …`: the first half
    // is what a person needs.
    const said = (error as Error).message.split(". ")[0]?.replace(/\.$/, "");
    throw new UsageError(`${said}. See tracker-analytics --help.`);
  }
}

/** A flag with a wrong value is a wrong command line; a wrong environment is a failed start. */
function readConfig(flags: ConfigFlags) {
  try {
    return loadConfig(flags);
  } catch (error) {
    if (error instanceof StartupError && Object.keys(flags).length > 0)
      throw new UsageError(error.message);
    throw error;
  }
}

function print(text: string): number {
  console.log(text);
  return 0;
}
