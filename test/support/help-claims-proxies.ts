import { expect } from "bun:test";
import { pathToFileURL } from "node:url";
import { loadConfig } from "#src/config.ts";
import { agents } from "./browser.ts";
import { messageOf } from "./collector.ts";
import type { HelpBlock } from "./help-blocks.ts";
import type { Claim } from "./help-claim.ts";
import { type BlockSite, trustedProxies, visitorIp } from "./help-stage.ts";

// What the owner of a site gives to a web server. The Worker runs as it is. nginx, Caddy and Apache
// are not there on every machine that runs the tests: of their blocks it is read which path goes
// where with which headers, and a proxy of our own does just that.

/** What a proxy makes of a request: where it goes on to, and what it says of who asks. */
interface Passing {
  target: string;
  forwardedFor: string;
  hasCookie: boolean;
}
type Proxy = (request: Request) => Promise<Response>;

const byKind = (kind: string, slug: string) => (block: HelpBlock) =>
  block.kind === kind && block.slug === slug;
const counted = [{ kind: "pageview", path: "/", country: "FR" }];

/** The part of a text that an expression has in brackets. Errors: there is none. */
function partOf(text: string, expression: RegExp): string {
  const [, part] = expression.exec(text) ?? [];
  if (part === undefined) throw new Error(`nothing in it is ${expression}:\n${text}`);
  return part;
}

/** Passes a request on as a proxy would that has decided so much of it. */
async function pass(request: Request, { target, forwardedFor, hasCookie }: Passing) {
  const headers = new Headers(request.headers);
  headers.delete("host");
  if (!hasCookie) headers.delete("cookie");
  headers.set("x-forwarded-for", forwardedFor);
  const body = request.method === "GET" ? null : await request.arrayBuffer();
  const answer = await fetch(target, { method: request.method, headers, body });
  const passed = new Headers(answer.headers);
  passed.delete("content-encoding");
  return new Response(await answer.arrayBuffer(), { status: answer.status, headers: passed });
}

/** A page of the site has the script from the site's own host; what comes through `proxy` counts. */
async function countThrough(site: BlockSite, proxy: Proxy, cookies = 0): Promise<void> {
  const path = `/numbers/${site.key}`;
  const before = site.stage.asked.length;
  const headers = { "set-cookie": "session=secret; Path=/" };
  const head = `<script defer src="${path}.js"></script>`;
  site.serve({ "/": "", [`${path}.js`]: proxy, [path]: proxy }, { head, headers });
  await site.open("/");
  expect(await site.counted(1)).toMatchObject(counted);
  const asked = site.stage.asked.slice(before).filter(({ url }) => url.includes(site.key));
  expect(asked.length).toBeGreaterThan(1);
  // The cookies of the site's visitors are nobody's business.
  expect(asked.filter(({ headers }) => headers.get("cookie")).length).toBe(cookies);
}

const ownPath: Claim = {
  title: "counts where that path leads to this server",
  holds: ({ source }) => source.includes('src="/numbers/'),
  run: async (site) => {
    const path = partOf(site.code, /src="([^"]*)\.js"/);
    const proxy: Proxy = (request) => {
      const target = site.stage.origin + new URL(request.url).pathname.replace("/numbers", "");
      return pass(request, { target, forwardedFor: visitorIp, hasCookie: false });
    };
    site.serve({ "/": site.code, [path]: proxy, [`${path}.js`]: proxy });
    await site.open("/");
    expect(await site.counted(1)).toMatchObject(counted);
  },
};

const nginx: Claim = {
  title: "passes on what begins with that path, and who asks",
  holds: byKind("nginx", "own-domain"),
  run: async (site) => {
    const { code } = site;
    const location = partOf(code, /^location (\S+) \{$/m);
    const upstream = partOf(code, /proxy_pass (\S+);/);
    const hasCookie = !code.includes('proxy_set_header Cookie "";');
    expect(code).toContain("proxy_set_header X-Forwarded-For $remote_addr;");
    await countThrough(site, async (request) => {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith(location)) return new Response(null, { status: 404 });
      const target = upstream + pathname.slice(location.length);
      return pass(request, { target, forwardedFor: visitorIp, hasCookie });
    });
  },
};

const caddy: Claim = {
  title: "takes the prefix away and passes the rest on",
  holds: ({ kind, source }) => kind === "caddy" && source.startsWith("handle "),
  run: async (site) => {
    const { code } = site;
    const begin = partOf(code, /^handle (\S+)\* \{$/m);
    const prefix = partOf(code, /uri strip_prefix (\S+)$/m);
    const upstream = partOf(code, /reverse_proxy (\S+) \{/);
    const hasCookie = !code.includes("header_up -Cookie");
    expect(code).toContain("header_up Host {upstream_hostport}");
    await countThrough(site, async (request) => {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith(begin)) return new Response(null, { status: 404 });
      const target = upstream + pathname.replace(prefix, "");
      // Caddy writes the header itself, and believes nobody's.
      return pass(request, { target, forwardedFor: visitorIp, hasCookie });
    });
  },
};

const apache: Claim = {
  title: "passes both paths on, the longer one first",
  holds: byKind("apache", "own-domain"),
  run: async (site) => {
    const rules = [...site.code.matchAll(/^ProxyPass "(\S+)" "(\S+)"$/gm)];
    const emptied = partOf(site.code, /<LocationMatch "([^"]*)">\n\s+RequestHeader unset Cookie/);
    await countThrough(site, async (request) => {
      const { pathname } = new URL(request.url);
      const [, path = "", upstream = ""] =
        rules.find(([, begin = ""]) => pathname.startsWith(begin)) ?? [];
      if (!path) return new Response(null, { status: 404 });
      const target = upstream + pathname.slice(path.length);
      const hasCookie = !new RegExp(emptied).test(pathname);
      return pass(request, { target, forwardedFor: visitorIp, hasCookie });
    });
  },
};

const worker: Claim = {
  title: "passes both files on and no other",
  holds: ({ slug, source }) => slug === "own-domain" && source.startsWith("export default {"),
  run: async (site) => {
    const file = site.write("worker.mjs", site.code);
    const { default: made } = (await import(pathToFileURL(file).href)) as {
      default: { fetch(request: Request): Promise<Response> };
    };
    await countThrough(site, async (request) => {
      const headers = new Headers(request.headers);
      // Cloudflare says who asks, and hands on no name of another host.
      headers.set("cf-connecting-ip", visitorIp);
      headers.delete("host");
      const body = request.method === "GET" ? null : await request.arrayBuffer();
      const { method, url } = request;
      const answer = await made.fetch(new Request(url, { method, headers, body }));
      const passed = new Headers(answer.headers);
      passed.delete("content-encoding");
      return new Response(await answer.arrayBuffer(), { status: answer.status, headers: passed });
    });
    const other = await made.fetch(new Request("https://x.example/numbers/other.js"));
    expect(other.status).toBe(404);
  },
};

const rewrites: Claim = {
  title: "rewrites both paths to this server",
  holds: ({ slug, source }) => slug === "own-domain" && source.startsWith("module.exports = {"),
  run: async (site) => {
    const file = site.write("next.config.cjs", site.code);
    const { default: config } = (await import(pathToFileURL(file).href)) as {
      default: { rewrites(): Promise<{ source: string; destination: string }[]> };
    };
    const rules = await config.rewrites();
    await countThrough(
      site,
      async (request) => {
        const { pathname } = new URL(request.url);
        const target = rules.find(({ source }) => source === pathname)?.destination;
        if (!target) return new Response(null, { status: 404 });
        // It hands on everything: the address that a proxy before it has told, and cookies too.
        return pass(request, { target, forwardedFor: visitorIp, hasCookie: true });
      },
      1,
    );
  },
};

const ownName: Claim = {
  title: "counts where that name leads to this server",
  holds: ({ source }) => source.includes('src="https://numbers.{{domain}}/'),
  run: async (site) => {
    const names = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: (request) => {
        const target = site.stage.origin + new URL(request.url).pathname;
        return pass(request, { target, forwardedFor: visitorIp, hasCookie: true });
      },
    });
    const name = `numbers.${site.domain}`;
    const head = site.code.replace(`https://${name}`, `http://${name}:${names.port}`);
    expect(head).not.toBe(site.code);
    site.serve({ "/": "" }, { head });
    await site.open("/");
    expect(await site.counted(1)).toMatchObject(counted);
    await names.stop(true);
  },
};

/** What a visitor's browser sends, as it arrives at the server after these proxies. */
async function sendThrough(site: BlockSite, forwardedFor: string): Promise<void> {
  const headers = {
    "content-type": "text/plain;charset=UTF-8",
    "user-agent": agents.windows,
    origin: `https://${site.domain}`,
    "x-forwarded-for": forwardedFor,
  };
  const body = JSON.stringify(messageOf(site.domain));
  const answer = await fetch(`${site.stage.origin}/${site.key}`, { method: "POST", headers, body });
  expect(answer.status).toBe(202);
  expect(await site.counted(1)).toMatchObject(counted);
}

const serverProxy: Claim = {
  title: "leads every name to this server, with who asks",
  holds: ({ kind, slug, source }) =>
    (slug === "own-domain" && kind === "caddy" && source.startsWith("{{host}}")) ||
    (slug === "server" && source.includes("127.0.0.1:3000")),
  run: async (site, { slug, kind, source }) => {
    const { port, host } = loadConfig({}, {});
    expect(host).toBe("0.0.0.0");
    expect(site.code).toContain(`127.0.0.1:${port}`);
    if (kind === "nginx") {
      expect(site.code).toContain("proxy_set_header Host $host;");
      expect(site.code).toContain("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;");
    }
    if (slug === "own-domain")
      expect(site.code.split(" {")[0]?.split(", ")[0]).toBe(new URL(site.stage.origin).host);
    if (source.includes("{{domain}}")) expect(site.code).toContain(`, numbers.${site.domain} {`);
    // Caddy and nginx add the address that they were asked from to what another proxy has said.
    const chain = source.includes("trusted_proxies") ? [visitorIp, "203.0.113.10"] : [visitorIp];
    await sendThrough(site, chain.join(", "));
  },
};

const trust: Claim = {
  title: "has the server believe the site's own web server",
  holds: ({ source }) => source.startsWith("TRUSTED_PROXIES="),
  run: async (site) => {
    const [, value] = site.code.split("=");
    expect(loadConfig({}, { TRUSTED_PROXIES: value }).trustedProxies).toEqual(trustedProxies);
    await sendThrough(site, `${visitorIp}, 203.0.113.10`);
  },
};

export const proxyClaims: readonly Claim[] = [
  ...[ownPath, nginx, caddy, apache, worker, rewrites, ownName, serverProxy, trust],
];
