import { actionsOn, type DemoAction } from "./actions.ts";
import { nextFrom, type PageKind, pagesOf, secondsOn } from "./pages.ts";
import type { Random } from "./random.ts";
import type { Origin } from "./sources.ts";

/** One thing of a visit. Units: `atMs` is from the visit's start. */
export interface Step extends DemoAction {
  atMs: number;
  seenMs: number;
  path: string;
  engagedMs: number;
  scroll: number;
}

const pagesMax = 30;

/** Walks through the site as one visit does: pages, how long each was read, and what was done. */
export function walk(random: Random, origin: Pick<Origin, "entry">): Step[] {
  const steps: Step[] = [];
  let atMs = 0;
  let kind: PageKind | null = random.pick(origin.entry);
  let path = "";
  for (let page = 0; kind && page < pagesMax; page++) {
    path = anotherPage(random, kind, path);
    const next: PageKind | null = random.pick(nextFrom[kind]);
    const engagedMs = timeOn(random, kind, next === null && page === 0);
    const scroll = Math.round(Math.min(100, random.between(18, 70) + engagedMs / 1_500));
    const view = { kind: "pageview", name: "", target: "", props: null };
    steps.push({ ...view, atMs, seenMs: atMs + engagedMs, path, engagedMs, scroll });
    for (const action of actionsOn(random, kind, path)) {
      const actedMs = atMs + Math.round(engagedMs * random.between(0.3, 1));
      steps.push({ ...action, atMs: actedMs, seenMs: actedMs, path, engagedMs: 0, scroll: 0 });
    }
    // A tab that lies in the background for a while before it is read on.
    atMs += engagedMs + Math.round(random.chance(0.06) ? random.between(60e3, 900e3) : 400);
    kind = next;
  }
  return steps;
}

/** A page of the kind, not the one that is open already where there is another. */
function anotherPage(random: Random, kind: PageKind, open: string): string {
  const path = random.pick(pagesOf[kind]);
  return path === open ? random.pick(pagesOf[kind]) : path;
}

/** Who leaves at once has mostly seen little; nobody reads for more than half an hour. */
function timeOn(random: Random, kind: PageKind, leavesAtOnce: boolean): number {
  const hasty = leavesAtOnce && random.chance(0.55) ? 0.15 : 1;
  return Math.round(Math.min(random.around(secondsOn[kind] * hasty, 0.9), 1_500) * 1_000);
}
