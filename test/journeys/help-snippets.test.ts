import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type HelpBlock, readHelpBlocks } from "#test/support/help-blocks.ts";
import type { Claim } from "#test/support/help-claim.ts";
import { codeClaims } from "#test/support/help-claims-code.ts";
import { operatorClaims } from "#test/support/help-claims-operator.ts";
import { optOutClaims } from "#test/support/help-claims-opt-out.ts";
import { pageClaims } from "#test/support/help-claims-pages.ts";
import { proxyClaims } from "#test/support/help-claims-proxies.ts";
import { serverClaims } from "#test/support/help-claims-servers.ts";
import { type HelpStage, setHelpStage } from "#test/support/help-stage.ts";

// Everything that the help says to paste, to open or to run, as its reader sees it: with the
// address of this server and the key of their own site.

const setUpMaxMs = 90_000;
/** A command starts a database of its own. */
const testMaxMs = 120_000;
const claims: readonly Claim[] = [
  ...optOutClaims,
  ...pageClaims,
  ...proxyClaims,
  ...codeClaims,
  ...serverClaims,
  ...operatorClaims,
];
const blocks = [...readHelpBlocks("en"), ...readHelpBlocks("fr")];

let stage: HelpStage;
beforeAll(async () => {
  stage = await setHelpStage();
}, setUpMaxMs);
afterAll(() => stage?.stop(), setUpMaxMs);

const claimsOf = (block: HelpBlock) => claims.filter((claim) => claim.holds(block));

/** Boxes that say the same are tried out once, by every claim. */
const different = Map.groupBy(
  blocks.filter((block) => claimsOf(block).length === 1),
  (block) => `${claims.indexOf(claimsOf(block)[0] as Claim)} ${block.source}`,
);

describe("every box of code in the help", () => {
  test("promises one thing that is tried out here", () => {
    const odd = blocks
      .map((block) => ({ block, titles: claimsOf(block).map(({ title }) => title) }))
      .filter(({ titles }) => titles.length !== 1)
      .map(({ block, titles }) => `${block.place}: ${titles.join(", ") || block.source}`);
    expect(odd).toEqual([]);
  });

  test("promises the same in both languages, in the same order", () => {
    const promised = (locale: string) =>
      blocks
        .filter((block) => block.locale === locale)
        .map((block) => [block.slug, block.kind, ...claimsOf(block).map(({ title }) => title)]);
    expect(promised("en").length).toBeGreaterThan(60);
    expect(promised("fr")).toEqual(promised("en"));
  });
});

describe.each([...different.values()])("$place", (...same) => {
  const [block] = same as [HelpBlock];
  const [claim] = claimsOf(block) as [Claim];

  test(
    claim.title,
    async () => {
      const site = await stage.siteFor(block);
      try {
        expect(site.code).not.toMatch(/^$|\{\{[a-z]+\}\}/);
        await claim.run(site, block);
      } finally {
        await site.stop();
      }
    },
    testMaxMs,
  );
});
