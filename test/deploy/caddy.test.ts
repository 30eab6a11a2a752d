import { afterAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadConfig } from "#src/config.ts";
import { clientIp, trustedRanges } from "#src/lib/client-ip.ts";
import { createFolder } from "#test/support/folder.ts";
import { freePort } from "#test/support/port.ts";

const text = readFileSync(resolve(import.meta.dir, "../../deploy/Caddyfile"), "utf8");
const folder = createFolder("caddy");
afterAll(folder.remove);

describe("the Caddyfile", () => {
  test("passes everything on to the server's name and port, compressed", () => {
    expect(text).toStartWith("{$DOMAIN} {");
    expect(text).toMatch(/^\tencode zstd gzip$/m);
    expect(text).toContain(`\treverse_proxy tracker-analytics:${loadConfig({}, {}).port} {\n`);
  });

  test("knows the same addresses of Cloudflare as the server, and others by a variable", () => {
    const named = [...text.matchAll(/^\t\ttrusted_proxies (.*)$/gm)].map(([, list = ""]) => list);
    expect(named.pop()).toBe("{$CADDY_TRUSTED_PROXIES}");
    const ranges = trustedRanges(named.flatMap((list) => list.split(" ")));
    expect(ranges).toEqual(trustedRanges(["cloudflare"]));
  });
});

/** Runs a Caddy by the Caddyfile before a server, which answers whom it takes a request to be of. */
async function openCaddy(program: string, env: Record<string, string>) {
  const trusted = ["private"];
  const upstream = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request, server) => new Response(clientIp(request, server, trusted)),
  });
  const origin = `http://127.0.0.1:${freePort()}`;
  const path = join(folder.path, "Caddyfile");
  const target = `127.0.0.1:${upstream.port}`;
  writeFileSync(path, `{\n\tadmin off\n}\n${text.replace("tracker-analytics:3000", target)}`);
  const child = Bun.spawn([program, "run", "--config", path, "--adapter", "caddyfile"], {
    env: { PATH: "/usr/bin:/bin", HOME: folder.path, DOMAIN: origin, ...env },
    stdout: "ignore",
    stderr: "ignore",
  });
  const ask = async (forwardedFor: string) => {
    const headers = { "x-forwarded-for": forwardedFor };
    const answer = await fetch(origin, { headers }).catch(() => null);
    return answer?.text();
  };
  while (child.exitCode === null && (await ask("")) === undefined) await Bun.sleep(50);
  const stop = async () => {
    child.kill();
    await child.exited;
    await upstream.stop(true);
  };
  return { ask, stop };
}

describe("a Caddy, where there is one", () => {
  const program = Bun.which("caddy");
  test.each([
    ["nobody stands before it", {}, "198.51.100.1, 203.0.113.9", "127.0.0.1"],
    [
      "who stands before it is named",
      { CADDY_TRUSTED_PROXIES: "10.0.0.0/8 127.0.0.1/32" },
      "198.51.100.1, 203.0.113.9",
      "203.0.113.9",
    ],
  ])("has the server told who asks when %s", async (_when, env, forwardedFor, asker) => {
    if (!program) return;
    const caddy = await openCaddy(program, env);
    try {
      expect(await caddy.ask(forwardedFor)).toBe(asker);
    } finally {
      await caddy.stop();
    }
  });
});
