import { describe, expect, test } from "bun:test";
import { jobPatienceMinutes } from "#src/doctor/job-patience.ts";
import { jobs } from "./table.ts";

/** How far apart two runs are. Shape: every so many minutes, or once an hour. Units: minutes. */
function intervalOf(schedule: string): number {
  const [, step, each, minute] = /^(?:\*\/(\d+)|(\*)|(\d+)) \* \* \* \*$/.exec(schedule) ?? [];
  if (step) return Number(step);
  if (each) return 1;
  return minute ? 60 : Number.NaN;
}

describe("the table of jobs", () => {
  test("is what the checks know the patience for", () => {
    const names = jobs.map(({ name }) => name);
    expect(Object.keys(jobPatienceMinutes).toSorted()).toEqual(names.toSorted());
  });

  test.each(jobs.map(({ name, schedule }) => [name, schedule] as const))(
    "%s runs well within the patience for it",
    (name, schedule) => {
      expect(jobPatienceMinutes[name]).toBeGreaterThan(intervalOf(schedule) * 2);
    },
  );
});
