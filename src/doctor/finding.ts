import {
  formatBytes,
  formatDay,
  formatDecimal,
  formatDuration,
  formatFullNumber,
  formatPercent,
} from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { dayIn } from "#src/lib/time.ts";
import { type Messages, messagesFor } from "#views/messages/catalogue.ts";
import type { Facts } from "./facts.ts";

type Words = Messages["doctor"];

/** What is checked, in the order in which it is told. */
export type CheckId = keyof Words["names"];

/** How a check ended, the worst last. `hint`: it works, and could be better. */
export const states = ["ok", "hint", "warning", "failure"] as const;
export type State = (typeof states)[number];

/** What a check has found, before it is put into words. */
export interface Finding {
  id: CheckId;
  state: State;
  /** What it is, and what to do, in the language that it is read in. */
  say(words: Words, format: Format): Said;
}

/** A finding as sentences; nothing has to be done where all is well. */
export interface Said {
  what: string;
  todo?: string;
}

/** One thing that is looked at: from the facts to what is to be said, which may be nothing. */
export type Check = (facts: Facts) => Finding[];

/** Numbers as they are written in a language. */
export interface Format {
  bytes(value: number): string;
  count(value: number): string;
  share(ratio: number): string;
  duration(ms: number): string;
  /** Of less than a second, to a tenth: 2.4 ms. */
  millis(ms: number): string;
  day(at: Date): string;
}

/** A finding, ready to be read. */
export interface ReadyFinding {
  id: CheckId;
  state: State;
  name: string;
  what: string;
  todo: string | null;
}

/** Puts findings into the words of a language. */
export function putIntoWords(findings: readonly Finding[], locale: Locale): ReadyFinding[] {
  const words = messagesFor(locale).doctor;
  const format: Format = {
    bytes: (value) => formatBytes(locale, value),
    count: (value) => formatFullNumber(locale, value),
    share: (ratio) => formatPercent(locale, ratio),
    duration: (ms) => formatDuration(locale, ms),
    millis: (ms) => `${formatDecimal(locale, ms)}\u00a0ms`,
    day: (at) => formatDay(locale, dayIn("UTC", at), "medium"),
  };
  return findings.map(({ id, state, say }) => {
    const { what, todo = null } = say(words, format);
    return { id, state, name: words.names[id], what, todo };
  });
}

/** The worst state among findings. */
export function worstOf(findings: readonly Pick<Finding, "state">[]): State {
  const worst = Math.max(0, ...findings.map(({ state }) => states.indexOf(state)));
  return states[worst] ?? "ok";
}
