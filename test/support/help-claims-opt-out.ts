import { expect } from "bun:test";
import type { Claim } from "./help-claim.ts";
import type { BlockSite } from "./help-stage.ts";

// By what visitors say that they are not to be counted.

const view = { kind: "pageview", path: "/" };

/**
 * The paths of what was counted, once one is among them: whoever comes back on a page before may,
 * or may not, be counted there as well.
 */
async function pathsWith(site: BlockSite, wanted: string): Promise<string[]> {
  let paths: string[] = [];
  for (let least = 1; least <= 3 && !paths.includes(wanted); least++)
    paths = await pathsOf(site, least);
  return paths;
}

async function pathsOf(site: BlockSite, atLeast: number): Promise<string[]> {
  return (await site.counted(atLeast)).map(({ path }) => path);
}

const optOut: Claim = {
  title: "lets a visitor go and come back, and says what holds",
  holds: ({ kind, source }) => kind === "html" && /#tracker-off|tracker\.optOut\(\)/.test(source),
  run: async (site) => {
    const { code } = site;
    site.serve({ "/": code, "/off": code, "/on": code }, { head: site.line });
    const tab = await site.open("/");
    const says = /[?:] "([^"]*)"/g;
    const [off, on] = [...code.matchAll(says)].map(([, text = ""]) => text);
    const saying = (text?: string) =>
      text ? tab.getByText(text, { exact: true }).waitFor() : tab.waitForTimeout(300);
    expect(await site.counted(1)).toMatchObject([view]);
    await saying(on);
    await tab.locator("a, button").first().click();
    await saying(off);
    await tab.goto(new URL("/off", tab.url()).href);
    expect(await site.counted(1)).toMatchObject([view]);
    await tab.locator("a, button").last().click();
    await saying(on);
    await tab.goto(new URL("/on", tab.url()).href);
    const paths = await pathsWith(site, "/on");
    expect(paths[0]).toBe("/");
    expect(paths).toContain("/on");
  },
};

const optOutAddress: Claim = {
  title: "switches the counting of this browser off, or on again",
  holds: ({ source }) => /^https:\/\/\{\{domain\}\}\/#tracker-(off|on)$/.test(source),
  run: async (site) => {
    const address = site.serve({ "/": "", "/after": "" }, { head: site.line });
    const here = site.code.replace(`https://${site.domain}`, "");
    const tab = await site.open("/#tracker-off");
    await tab.waitForTimeout(200);
    await tab.goto(address + here);
    await tab.waitForTimeout(200);
    await tab.goto(`${address}/after`);
    const isOn = here.endsWith("on");
    const paths = isOn ? await pathsWith(site, "/after") : await pathsOf(site, 0);
    expect(paths.includes("/after")).toBe(isOn);
  },
};

export const optOutClaims: readonly Claim[] = [optOut, optOutAddress];
