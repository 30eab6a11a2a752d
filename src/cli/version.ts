import { readVersion } from "#src/lib/version.ts";
import type { Command } from "./command.ts";

export const version: Command = {
  name: "version",
  usage: "",
  summary: "Print the version.",
  wordsMax: 0,
  run: async () => {
    console.log(`tracker-analytics ${readVersion()}`);
    return 0;
  },
};
