import { BuildError } from "#scripts/prepare/target.ts";

/** Licences of what may be in the program: they ask for no more than that their text comes along. */
const allowed = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC-BY-4.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "OpenSSL",
  "PostgreSQL",
  "Unicode-DFS-2016",
  "Unlicense",
  "Zlib",
  "LicenseRef-public-domain",
]);

/**
 * Parts that ask for more, each with the reason why that is met: it can be exchanged by whoever has
 * the program, since the source of Bun and of our server is open and PostgreSQL loads a file.
 */
const exceptions = new Map([
  ["JavaScriptCore", "LGPL-2.0-or-later"],
  ["TinyCC", "LGPL-2.1-or-later"],
  ["GNU libiconv", "LGPL-2.1-or-later"],
]);

/** Of what only takes part in building nothing is passed on, so these will do as well. */
const allowedForTools = new Set([...allowed, "MPL-2.0"]);

/** What is held to the list. Shape: `licence` is an SPDX expression. */
interface Licensed {
  name: string;
  licence: string;
  /** Whether it is in the program, or only takes part in building it. */
  isCarried: boolean;
}

/** Errors: `BuildError` that names everything whose licence was not agreed to. */
export function refuseForeignLicences(parts: readonly Licensed[]): void {
  const refused = parts.filter((part) => !isAllowed(part));
  if (refused.length === 0) return;
  const names = refused.map(({ name, licence }) => `${name} (${licence || "none named"})`);
  throw new BuildError(
    `The licence of ${names.join(", ")} is not one of those in scripts/notices/allowed.ts.`,
  );
}

function isAllowed({ name, licence, isCarried }: Licensed): boolean {
  if (exceptions.get(name) === licence) return true;
  const list = isCarried ? allowed : allowedForTools;
  // "MIT OR Apache-2.0" leaves the choice; anything else has to be a name of the list.
  return licence.split(" OR ").some((one) => list.has(one));
}
