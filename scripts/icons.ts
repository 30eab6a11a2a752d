import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "#test/support/browser.ts";
import { root } from "./prepare/target.ts";

// Draws the icons that phones install from the one mark. Run by hand after the mark has changed:
// `bun scripts/icons.ts`; the pictures are committed.

const folder = join(root, "public");
const mark = readFileSync(join(folder, "favicon.svg"), "utf8");
// A launcher cuts a maskable icon to its own shape: the ground fills the square, and the mark stays
// within the inner four fifths.
const maskable = mark
  .replace('rx="8" ', "")
  .replace(
    /(<path.*)<\/svg>/,
    '<g transform="translate(16 16) scale(.72) translate(-16 -16)">$1</g></svg>',
  );

async function draw(page: Page, svg: string, size: number, name: string): Promise<void> {
  await page.setViewportSize({ width: size, height: size });
  const sized = svg.replace("<svg ", `<svg width="${size}" height="${size}" `);
  await page.setContent(`<body style="margin:0">${sized}`);
  await page.screenshot({ path: join(folder, name), omitBackground: true });
}

const browser = await launchBrowser();
const page = await browser.newPage();
await draw(page, mark, 192, "icon-192.png");
await draw(page, mark, 512, "icon-512.png");
await draw(page, maskable, 192, "icon-maskable-192.png");
await draw(page, maskable, 512, "icon-maskable-512.png");
await browser.close();
