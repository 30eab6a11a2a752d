import { afterAll, beforeAll } from "bun:test";
import type { BrowserContextOptions, Page } from "playwright-core";
import type { DashboardStage } from "./dashboard-stage.ts";
import { openTcpDoor, type TcpDoor } from "./tcp-door.ts";

/** A way to the stage's server that can be cut: a browser's own offline mode spares its workers. */
export interface PwaStage {
  /** Opens a page whose worker has taken its place; the page may lose the server. */
  withPage(
    path: string,
    check: (page: Page) => Promise<void>,
    options?: BrowserContextOptions,
  ): Promise<void>;
  door: TcpDoor;
  origin: string;
}

/** Puts a door before the server of the stage. */
export function stageDoor(stage: DashboardStage): PwaStage {
  const pwa = {} as PwaStage;
  beforeAll(async () => {
    pwa.door = await openTcpDoor({ host: "127.0.0.1", port: Number(new URL(stage.origin).port) });
    pwa.origin = `http://127.0.0.1:${pwa.door.port}`;
  });
  afterAll(() => pwa.door?.close());
  pwa.withPage = async (path, check, options = {}) => {
    // Cookies are those of the host, whatever its port.
    const page = await stage.open("/health", options);
    try {
      await page.goto(pwa.origin + path);
      await page.evaluate(() => navigator.serviceWorker.ready);
      await check(page);
    } finally {
      pwa.door.set("open");
      await page.context().close();
    }
  };
  return pwa;
}

/** The addresses that the worker keeps pages of. */
export function keptPages(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    if (!(await caches.has("pages"))) return [];
    const requests = await (await caches.open("pages")).keys();
    return requests.map(({ url }) => url.slice(location.origin.length));
  });
}

/** Waits until an address is kept; a page is kept while it is read, and afterwards. */
export async function waitUntilKept(page: Page, address: string): Promise<void> {
  const startedAt = Date.now();
  while (!(await keptPages(page)).includes(address)) {
    if (Date.now() - startedAt > 10_000) throw new Error(`${address} is not kept`);
    await page.waitForTimeout(100);
  }
}
