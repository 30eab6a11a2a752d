import { readFileSync } from "node:fs";
import { assetPath } from "./assets.ts";

/** The version of this build, as `build.json` says. */
export function readVersion(): string {
  return (JSON.parse(readFileSync(assetPath("build.json"), "utf8")) as { version: string }).version;
}
