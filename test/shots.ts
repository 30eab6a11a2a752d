/**
 * Takes pictures of every page: on a phone, a tablet and a desktop, in both themes, and so in both
 * languages, and prints the dashboard as a report. They are for people to look at: `bun run shots`,
 * then open shots/. The one that the README shows is docs/dashboard.png, written by
 * `bun run shots --readme`.
 */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "#test/support/browser.ts";
import { createFolder } from "#test/support/folder.ts";
import { runToEnd, startServerProcess } from "#test/support/server-process.ts";

const root = resolve(import.meta.dir, "..");
const target = join(root, "shots");
const program = [process.execPath, "src/main.ts"];
const password = "correct horse battery";

const widths = { phone: 360, tablet: 768, desktop: 1280 };
const themes = [
  { scheme: "light", locale: "en-GB" },
  { scheme: "dark", locale: "fr-FR" },
] as const;
const looks = Object.entries(widths).flatMap(([device, width]) =>
  themes.map((theme) => ({ name: `${device}-${theme.scheme}`, width, ...theme })),
);
type Look = (typeof looks)[number];
const readmeLook = { name: "readme", width: 1200, ...themes[0] };

const pages = {
  sites: "/sites",
  "site-new": "/sites/new",
  "site-install": "/sites/fern.example/install",
  "site-settings": "/sites/fern.example/settings",
  "site-delete": "/sites/fern.example/delete",
  "admin-sites": "/admin/sites",
  "dashboard-empty": "/sites/fern.example",
  dashboard: "/sites/demo.example",
  "dashboard-12mo": "/sites/demo.example?period=12mo&compare=none",
  "dashboard-filtered": "/sites/demo.example?filter=country:is:FR&filter=device:is:mobile",
  "dashboard-map": "/sites/demo.example?places=map&devices=screens&actions=events",
  "dashboard-list": "/sites/demo.example/lists/path",
  "dashboard-list-filtered": "/sites/demo.example/lists/source?filter=country:is:FR",
  "dashboard-live": "/sites/demo.example?period=live",
  clients: "/admin/clients",
  "client-new": "/admin/clients/new",
  client: "/admin/clients/2",
  account: "/account",
  "two-factor": "/account/two-factor",
  audit: "/admin/audit",
  system: "/admin/system",
  "mail-preview": "/admin/mails/preview",
  mails: "/admin/mails",
  help: "/docs",
  "help-search": "/docs?q=cookie",
  "help-page": "/docs/wordpress",
  missing: "/nowhere",
};

const folder = createFolder("shots");
const env = { DATA_DIR: folder.path, PORT: "0", HOST: "127.0.0.1" };
const server = await startServerProcess({ command: program, cwd: root, env });
const browser = await launchBrowser();
mkdirSync(target, { recursive: true });
try {
  const isReadme = process.argv.includes("--readme");
  if (!isReadme) await shootDoors();
  await signUp();
  await runToEnd({ command: [...program, "demo"], cwd: root, env });
  if (isReadme) await shootReadme();
  else for (const look of looks) await shootPages(look);
} finally {
  await browser.close();
  await server.end();
  folder.remove();
}

async function shootDoors(): Promise<void> {
  for (const look of looks) {
    const page = await open(look);
    await shoot(page, server.setupUrl ?? "", `${look.name}-setup`);
    await shoot(page, `${server.origin}/sign-in`, `${look.name}-sign-in`);
    await shoot(page, `${server.origin}/forgot-password`, `${look.name}-forgot-password`);
    await page.context().close();
  }
}

/** Creates the admin, a site that nobody has visited yet, and a client of it. */
async function signUp(): Promise<void> {
  const page = await open(readmeLook);
  await page.goto(server.setupUrl ?? "");
  await page.fill("#name", "Anna Fern");
  await page.fill("#email", "anna@agency.example");
  await page.fill("#password", password);
  await page.click("main button[type=submit]");
  await page.fill("#domain", "fern.example");
  await page.click("main button[type=submit]");
  await page.waitForURL("**/install");
  await page.goto(`${server.origin}/admin/clients/new`);
  await page.fill("#name", "Ben Moss");
  await page.fill("#email", "ben@fern.example");
  await page.click("#site-1");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.waitForSelector(".copy-box");
  await page.context().close();
}

async function shootPages(look: Look): Promise<void> {
  const page = await open(look);
  await signIn(page);
  await page.goto(`${server.origin}/sites`);
  const language = look.locale.slice(0, 2);
  if ((await page.getAttribute("html", "lang")) !== language) {
    await page.click(".top-end summary");
    await page.click(`button[name=locale][value=${language}]`);
    await page.waitForSelector(`html[lang=${language}]`);
  }
  for (const [name, path] of Object.entries(pages))
    await shoot(page, server.origin + path, `${look.name}-${name}`);
  if (look.width === widths.desktop) await print(page, `${look.name}-report`);
  await page.context().close();
}

async function shootReadme(): Promise<void> {
  const page = await open(readmeLook);
  await page.setViewportSize({ width: 1200, height: 1250 });
  await signIn(page);
  await page.goto(`${server.origin}/sites/demo.example`);
  await page.waitForSelector("figure-chart[data-live]");
  await page.screenshot({ path: join(root, "docs/dashboard.png") });
  await page.context().close();
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.origin}/sign-in`);
  await page.fill("#email", "anna@agency.example");
  await page.fill("#password", password);
  await page.click("main button[type=submit]");
  await page.waitForURL("**/sites");
}

function open(look: { width: number; scheme: "light" | "dark"; locale: string }): Promise<Page> {
  return newPage(browser, look);
}

async function newPage(
  from: Browser,
  { width, scheme, locale }: { width: number; scheme: "light" | "dark"; locale: string },
): Promise<Page> {
  const viewport = { width, height: 900 };
  const context = await from.newContext({ viewport, colorScheme: scheme, locale });
  return context.newPage();
}

async function shoot(page: Page, url: string, name: string): Promise<void> {
  await page.goto(url);
  if (await page.locator("figure-chart").count())
    await page.waitForSelector("figure-chart[data-live]");
  await page.screenshot({ path: join(target, `${name}.png`), fullPage: true });
  console.log(name);
}

/** What the bar's menu prints, which is black on white in either theme. */
async function print(page: Page, name: string): Promise<void> {
  await page.goto(server.origin + pages["dashboard-filtered"]);
  await page.waitForSelector("figure-chart[data-live]");
  await page.pdf({ path: join(target, `${name}.pdf`), preferCSSPageSize: true });
  console.log(name);
}
