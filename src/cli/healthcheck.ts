import type { Command } from "./command.ts";

const answerMaxMs = 3_000;

export const healthcheck: Command = {
  name: "healthcheck",
  usage: "",
  summary: "Ask the server on --port whether it is well; exit code 0 says yes.",
  wordsMax: 0,
  run: async ({ config }) => {
    const answer = await fetch(`http://127.0.0.1:${config.port}/health`, {
      signal: AbortSignal.timeout(answerMaxMs),
    }).catch(() => null);
    console.log(answer?.ok ? "healthy" : `not healthy (${answer?.status ?? "no answer"})`);
    return answer?.ok ? 0 : 1;
  },
};
