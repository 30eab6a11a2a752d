import { readFileSync } from "node:fs";
import { assetPath } from "#src/lib/assets.ts";
import type { Command } from "./command.ts";

export const licences: Command = {
  name: "licences",
  usage: "",
  summary: "Print our licence and those of everything that this program holds.",
  wordsMax: 0,
  run: async () => {
    const text = readFileSync(assetPath("notices.txt"), "utf8");
    // Waited for, since a pipe takes 64 KB at a time; who reads with `less` may leave before the end.
    await new Promise<void>((done) => {
      process.stdout.on("error", () => done()).write(text, () => done());
    });
    return 0;
  },
};
