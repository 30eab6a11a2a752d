import { type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { browserPath } from "./browser-path.ts";
import { createFolder } from "./folder.ts";

interface WindowOptions extends BrowserContextOptions {
  /** The address that the window of an app opens, without the browser's bar; else it has one. */
  app?: string;
}

/**
 * A browser with a profile on disk: only such a one may install an app, and opens an app's window,
 * in which `display-mode` is `standalone`.
 */
export async function withProfile(
  { app, ...options }: WindowOptions,
  check: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const { path, args } = await browserPath();
  const profile = createFolder("profile");
  const own = app ? [`--app=${app}`] : [];
  const context = await chromium.launchPersistentContext(profile.path, {
    locale: "en-GB",
    ...options,
    executablePath: path,
    args: [...args, ...own, "--no-sandbox", "--no-first-run", "--disable-background-networking"],
  });
  context.setDefaultTimeout(10_000);
  try {
    await check(context);
  } finally {
    await context.close();
    profile.remove();
  }
}
