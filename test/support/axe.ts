import type { Page } from "playwright-core";

/** What axe finds in a page: the rule and the piece of HTML. */
export async function objectionsOf(page: Page): Promise<string[]> {
  await page.evaluate(
    await Bun.file(Bun.resolveSync("axe-core/axe.min.js", import.meta.dir)).text(),
  );
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}
