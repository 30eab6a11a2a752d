import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "#scripts/prepare/target.ts";
import { listParts, type Part } from "./parts.ts";

const line = "=".repeat(78);

/** The text of `THIRD-PARTY-NOTICES.txt`: our own licence, and those of all that is carried. */
export function writeNotices(): string {
  const own = readFileSync(join(root, "LICENSE"), "utf8").trim();
  const carried = listParts().filter(({ isCarried }) => isCarried);
  const intro = `Tracker Analytics holds work of others. What they are called, and the terms under which
they may be passed on, is listed below: ${carried.length} parts.`;
  return `${[`Tracker Analytics\n\n${own}`, intro, ...carried.map(describe)].join(`\n\n${line}\n\n`)}\n`;
}

function describe({ name, version, licence, about, url, text }: Part): string {
  const title = [name, version, `(${licence.replace("LicenseRef-", "")})`].filter(Boolean);
  const head = [title.join(" "), url, about].filter(Boolean).join("\n");
  return text ? `${head}\n\n${text}` : head;
}
