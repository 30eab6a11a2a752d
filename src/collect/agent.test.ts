import { describe, expect, test } from "bun:test";
import { agents } from "#test/support/browser.ts";
import { createAgentReader } from "./agent.ts";

const read = createAgentReader();

const android =
  "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36";
const mac =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15";
const edge =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";
const tablet =
  "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

describe("createAgentReader", () => {
  test.each([
    [agents.windows, "desktop", "Chrome", "142", "Windows", "10"],
    [agents.iphone, "mobile", "Safari", "18", "iOS", "18"],
    [agents.linux, "desktop", "Firefox", "145", "Linux", ""],
    [android, "mobile", "Samsung Internet", "28", "Android", "15"],
    [mac, "desktop", "Safari", "26", "macOS", "10"],
    [edge, "desktop", "Edge", "142", "Windows", "10"],
    [tablet, "tablet", "Safari", "18", "iOS", "18"],
  ])("reads %s", (userAgent, device, browser, browser_version, os, os_version) => {
    expect(read(userAgent)).toEqual({
      isBot: false,
      device: { device, browser, browser_version, os, os_version },
    });
  });

  test.each([
    "",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "curl/8.5.0",
    "python-requests/2.32",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
  ])("knows %p for a program", (userAgent) => {
    expect(read(userAgent).isBot).toBe(true);
  });
});
