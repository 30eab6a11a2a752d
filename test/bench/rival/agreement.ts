import { strict as assert } from "node:assert";
import type { Sql } from "#src/db/client.ts";
import { readReport } from "#src/stats/report.ts";
import type { Scope } from "#src/stats/scope.ts";
import type { Person } from "#test/bench/person.ts";
import type { Question } from "#test/bench/questions.ts";
import type { DuckDb } from "./duckdb.ts";
import { duckSqlOf } from "./sql.ts";

const compared = ["visitors", "visits", "pageviews", "bounces", "engagedMs", "events"] as const;

interface Both {
  sql: Sql;
  scope: Omit<Scope, "range">;
  person: Person;
  params: URLSearchParams;
  duckDb: DuckDb;
}

/**
 * Holds every figure of a page against DuckDB's: lists by our exports, totals and days by what the
 * page reads them with. Errors: an assertion that shows both.
 */
export async function assertAgreement(questions: readonly Question[], both: Both): Promise<void> {
  for (const question of questions) {
    const theirs = await both.duckDb.read(duckSqlOf(question));
    const ours = await readOurs(question, both);
    assert.deepEqual(theirs.map(plain), ours.map(plain), `DuckDB counts ${nameOf(question)} so`);
  }
}

async function readOurs(question: Question, { sql, scope, person, params }: Both) {
  if (question.about === "list") return person.readList(question.dimension, params, question.limit);
  const asked = { lists: [], grain: "day", conversionsBy: "day", hasWeek: true, limit: 0 } as const;
  const { totals, moments, week } = await readReport(sql, { ...scope, ...question }, asked);
  if (question.about === "totals") return [totals];
  if (question.about === "week")
    return [...(week ?? [])].flatMap((visitors, value) =>
      visitors > 0 ? [{ value, visitors }] : [],
    );
  if (question.about === "conversions")
    return moments.flatMap(({ day, conversions = 0 }) =>
      conversions > 0 ? [{ day, events: conversions }] : [],
    );
  // A day on which no visit matches is no row of theirs.
  return moments
    .filter(({ figures }) => figures.visits > 0)
    .map(({ day, figures }) => ({ day, ...figures }));
}

/** What is compared of a row, numbers as numbers. */
function plain(row: object): unknown[] {
  const fields = row as Record<string, unknown>;
  return [fields.value ?? fields.day, ...compared.map((name) => Number(fields[name] ?? 0))];
}

function nameOf(question: Question): string {
  const subject = question.about === "list" ? question.dimension : question.about;
  return `${subject} of ${question.range.from} to ${question.range.to}`;
}
