import { describe, expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import { Plot } from "./plot.tsx";
import type { PointProps } from "./props.ts";

const pointsOf = (values: (number | null)[], before: (number | null)[] = []): PointProps[] =>
  values.map((value, index) => ({
    at: `2026-11-${index + 1}`,
    value,
    href: null,
    before: index in before ? { at: "2026-10-01", value: before[index] ?? null } : null,
  }));

function pathsOf(points: PointProps[], running: number | null = null): Record<string, string> {
  const html = renderToString(<Plot points={points} ticks={[0, 5, 10]} running={running} />);
  const found = [...html.matchAll(/<path class="plot-(\w+)"(?: d="([^"]*)")?/g)];
  return Object.fromEntries(found.map(([, name, path]) => [name, path ?? ""]));
}

describe("Plot", () => {
  test("draws from the left edge to the right, 0 at the bottom and the last mark at the top", () => {
    const { line, area, before } = pathsOf(pointsOf([0, 5, 10], [10, 10, 10]));
    expect(line).toBe("M0 100L500 50L1000 0");
    expect(area).toBe("M0 100L0 100L500 50L1000 0L1000 100Z");
    expect(before).toBe("M0 0L500 0L1000 0");
  });

  test("leaves a hole where a share of nothing would be, and no area under it", () => {
    const { line, area } = pathsOf(pointsOf([2, null, 4, 6]));
    expect(line).toBe("M0 80M666.67 60L1000 40");
    expect(area).toBe("");
  });

  test("tells the step to the point that is not over from those that are", () => {
    const { line, running, area } = pathsOf(pointsOf([5, 5, 10, null]), 2);
    expect(line).toBe("M0 50L333.33 50");
    expect(running).toBe("M333.33 50L666.67 0");
    expect(area).toEndWith("L666.67 100Z");
  });

  test("shows a lone point as a dot in the middle", () => {
    expect(pathsOf(pointsOf([5])).line).toBe("M500 50h0");
    expect(pathsOf(pointsOf([5]), 0)).toMatchObject({ line: "", running: "M500 50h0" });
  });

  test("draws nothing of nothing", () => {
    expect(pathsOf([])).toMatchObject({ line: "", area: "", before: "" });
  });
});
