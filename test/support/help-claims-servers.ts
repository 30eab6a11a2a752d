import { expect } from "bun:test";
import { agents } from "./browser.ts";
import type { Claim } from "./help-claim.ts";
import { type BlockSite, visitorIp } from "./help-stage.ts";
import { runToEnd } from "./server-process.ts";

// What runs on the site's own server. PHP is not on every machine that runs the tests; where it is
// missing, that is said, and the block is held to its words.

const php = Bun.which("php");
const view = { kind: "pageview", path: "/" };

/** The event that a block reports: its words are those of the block's language. */
function eventIn(code: string) {
  const [, name] = /name'?"?(?::| =>) ?["']([^"']+)["']/.exec(code) ?? [];
  const [, path] = /https:\/\/[^/]+\.example(\/[a-z]+)/.exec(code) ?? [];
  const [, prop = ""] = /props'?"?(?::| =>) ?[{[] ?["']?(\w+)/.exec(code) ?? [];
  return { kind: "custom", name, path, props: { [prop]: "pro" } };
}

async function run(site: BlockSite, command: string[]): Promise<string> {
  const env = { PATH: process.env.PATH ?? "", TRACKER_SECRET: site.secret };
  const { code, output } = await runToEnd({ command, cwd: site.folder, env });
  expect({ code, output }).toMatchObject({ code: 0 });
  return output;
}

const curl: Claim = {
  title: "reports an event with the secret key, once however often it is sent",
  holds: ({ kind, source }) => kind === "sh" && source.startsWith("curl "),
  run: async (site) => {
    const command = ["sh", "-c", `${site.code.replace("SECRET_KEY", site.secret)} --silent`];
    for (const _ of [1, 2]) expect(await run(site, command)).toContain("stored");
    expect(await site.counted(1)).toMatchObject([eventIn(site.code)]);
  },
};

const node: Claim = {
  title: "reports an event from Node",
  holds: ({ kind }) => kind === "mjs",
  run: async (site) => {
    site.write("report.mjs", site.code);
    const [, name = "", words = ""] = /function (\w+)\(\{ ([^}]*) \}\)/.exec(site.code) ?? [];
    const values = [visitorIp, agents.windows, crypto.randomUUID(), "pro"];
    const given = words.split(", ").map((word, at) => [word, values[at]]);
    const call = `${name}(${JSON.stringify(Object.fromEntries(given))})`;
    const file = `import { ${name} } from "./report.mjs";\nconsole.log(await ${call});`;
    expect(await run(site, ["node", site.write("main.mjs", file)])).toBe("true\n");
    const event = { ...eventIn(site.code), props: { [words.split(", ")[3] ?? ""]: "pro" } };
    expect(await site.counted(1)).toMatchObject([{ ...event, country: "FR" }]);
  },
};

const phpEvent: Claim = {
  title: "reports an event from PHP",
  holds: ({ kind, slug }) => kind === "php" && slug === "server-events",
  run: async (site) => {
    expect(site.code).toContain(`curl_init('${site.stage.origin}/api/event')`);
    if (!php) return sayWithoutPhp();
    site.write("event.php", site.code);
    const server = { REMOTE_ADDR: visitorIp, HTTP_USER_AGENT: agents.windows };
    const [, answer = ""] = /(\$\w+) = curl_exec/.exec(site.code) ?? [];
    const main = `<?php $_SERVER = json_decode('${JSON.stringify(server)}', true);
      require 'event.php'; echo ${answer};`;
    expect(await run(site, [php, site.write("main.php", main)])).toContain("stored");
    expect(await site.counted(1)).toMatchObject([{ ...eventIn(site.code), country: "FR" }]);
  },
};

const wordpress: Claim = {
  title: "puts the line into the head of every page, but for who writes the site",
  holds: ({ kind, slug }) => kind === "php" && slug === "wordpress",
  run: async (site) => {
    expect(site.code).toContain("add_action( 'wp_head', function () {");
    expect(site.code).toContain(`echo '${site.line}' . "\\n";`);
    site.serve({ "/": "" }, { head: php ? await headOf(site, "false") : site.line });
    await site.open("/");
    expect(await site.counted(1)).toMatchObject([view]);
    if (php) expect(await headOf(site, "true")).toBe("");
    else sayWithoutPhp();
  },
};

/** What WordPress would put into the head of a page for somebody who may, or may not, edit posts. */
function headOf(site: BlockSite, mayEdit: "true" | "false"): Promise<string> {
  site.write("functions.php", `<?php ${site.code}`);
  const main = `<?php
    function add_action($hook, $does) { if ($hook === 'wp_head') $does(); }
    function current_user_can($what) { return $what === 'edit_posts' && ${mayEdit}; }
    require 'functions.php';`;
  return run(site, [php ?? "", site.write("main.php", main)]);
}

function sayWithoutPhp(): void {
  console.warn("Without php on this machine, the blocks in PHP are read and not run.");
}

export const serverClaims: readonly Claim[] = [curl, node, phpEvent, wordpress];
