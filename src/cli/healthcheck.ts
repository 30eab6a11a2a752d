import type { Command } from "./command.ts";
import { askOwnHealth } from "./own-server.ts";

const answerMaxMs = 3_000;

export const healthcheck: Command = {
  name: "healthcheck",
  usage: "",
  summary: "Ask the server on --port whether it collects; exit code 0 says yes.",
  wordsMax: 0,
  run: async ({ config }) => {
    const answer = await askOwnHealth(config, answerMaxMs);
    const body = (await answer?.json().catch(() => null)) as Said | null;
    console.log(sentenceOf(answer, body));
    return answer?.ok ? 0 : 1;
  },
};

interface Said {
  status?: string;
  checks?: Record<string, { ok: boolean }>;
}

function sentenceOf(answer: Response | null, said: Said | null): string {
  if (!answer) return "not healthy (no answer)";
  const unwell = Object.entries(said?.checks ?? {}).flatMap(([id, { ok }]) => (ok ? [] : [id]));
  const why = unwell.length > 0 ? `: ${unwell.join(", ")}` : "";
  if (!answer.ok) return `not healthy (${said?.status ?? answer.status}${why})`;
  return said?.status === "degraded" ? `healthy, but degraded${why}; see doctor` : "healthy";
}
