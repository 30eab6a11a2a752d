import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildPackage } from "#scripts/package.ts";
import { policyOf } from "#src/sites/snippet.ts";
import { createFolder } from "#test/support/folder.ts";
import {
  setTrackerStage,
  type TrackedSite,
  type TrackerStage,
} from "#test/support/tracker-stage.ts";
import { platforms } from "#views/sites/platforms.ts";
import { codeFor, packageCodeFor, parsePlatform } from "./install-code.ts";

const maxMs = 60_000;
const modules = resolve(import.meta.dir, "../../node_modules");
let stage: TrackerStage;
let folder: ReturnType<typeof createFolder>;
beforeAll(async () => {
  stage = await setTrackerStage();
  folder = createFolder("install");
}, maxMs);
afterAll(async () => {
  await stage?.end();
  folder?.remove();
}, maxMs);

type Place = Parameters<typeof codeFor>[1];

/** A site whose pages have in their head what `head` makes of the place of its script. */
function siteWith(head: (place: Place) => string, body = "<p>Hello</p>", policy?: typeof policyOf) {
  return stage.site({
    head: (_, place) => head(place),
    pages: { "/": body, "/second": body },
    headers: ({ origin }) => (policy ? { "content-security-policy": policy(origin) } : {}),
  });
}

/** What a real browser and a real collector make of a visit. */
async function viewsOf(site: TrackedSite, path = "/"): Promise<string[]> {
  const { complaints, context } = await site.visit(path);
  await site.take(1, "v");
  expect(complaints).toEqual([]);
  await context.close();
  return (await site.rows(1)).map(({ kind, path: counted }) => `${kind} ${counted}`);
}

/** As Tag Manager does it: the tag's elements are made anew and put into a page that has loaded. */
const insertTag = (code: string) => `<script>
  addEventListener("load", () => {
    const parsed = new DOMParser().parseFromString(${JSON.stringify(code).replaceAll("<", "\\u003c")}, "text/html");
    for (const old of parsed.querySelectorAll("script")) {
      const made = document.createElement("script");
      made.src = old.getAttribute("src");
      document.body.append(made);
    }
  });
</script>`;

/** What `next/script` does with strategy afterInteractive: an element, once the page is alive. */
const insertAfterLoad = (src: string) => `<script>
  addEventListener("load", () => setTimeout(() => {
    const made = document.createElement("script");
    made.src = ${JSON.stringify(src)};
    made.setAttribute("data-nscript", "afterInteractive");
    document.body.appendChild(made);
  }, 50));
</script>`;

describe("codeFor", () => {
  test.each(platforms.filter((platform) => platform !== "next" && platform !== "gtm"))(
    "%s: the code in the head counts a view",
    async (platform) => {
      const site = await siteWith((place) => codeFor(platform, place));
      expect(await viewsOf(site)).toEqual(["pageview /"]);
    },
    maxMs,
  );

  test(
    "gtm: the tag counts a view when Tag Manager puts it in",
    async () => {
      const site = await siteWith((place) => insertTag(codeFor("gtm", place)));
      expect(await viewsOf(site)).toEqual(["pageview /"]);
    },
    maxMs,
  );

  test(
    "next: the layout compiles, and its script counts a view and a change of page",
    async () => {
      let src = "";
      const site = await stage.site({
        head: (_, place) => {
          src = `${place.origin}/${place.key}.js`;
          const { scripts, body } = renderLayout(codeFor("next", place), folder.path);
          expect(scripts).toEqual([{ src, strategy: "afterInteractive" }]);
          expect(body).toContain("the page");
          return insertAfterLoad(src);
        },
        pages: { "/": "<p>Hello</p>" },
      });
      const { page, complaints } = await site.visit("/");
      await site.take(1, "v");
      await page.evaluate("history.pushState({}, '', '/menu')");
      await page.click("p");
      await site.take(1, "v");
      expect((await site.rows(2)).map(({ path }) => path).sort()).toEqual(["/", "/menu"]);
      expect(complaints).toEqual([]);
    },
    maxMs,
  );

  test(
    "a second copy, by Tag Manager and in the head, counts no view twice",
    async () => {
      const site = await siteWith(
        (place) => codeFor("html", place) + insertTag(codeFor("gtm", place)),
      );
      expect(await viewsOf(site)).toEqual(["pageview /"]);
    },
    maxMs,
  );
});

describe("packageCodeFor", () => {
  test(
    "counts a view when it is bundled",
    async () => {
      await buildPackage(join(folder.path, "node_modules/tracker-analytics"));
      let bundle = "";
      const site = await stage.site({
        head: () => "",
        pages: {
          "/": `<script type="module" src="/app.js"></script>`,
          "/app.js": () => new Response(bundle, { headers: { "content-type": "text/javascript" } }),
        },
      });
      const entry = join(folder.path, "app.ts");
      const code = packageCodeFor({ origin: site.stats, key: site.key });
      // The site of the test is on this machine, as those of readers are not.
      writeFileSync(entry, code.replace(`" });`, `", countTestTraffic: true });`));
      const { outputs } = await Bun.build({ entrypoints: [entry], target: "browser" });
      bundle = (await outputs[0]?.text()) ?? "";
      expect(await viewsOf(site)).toEqual(["pageview /"]);
    },
    maxMs,
  );
});

describe("policyOf", () => {
  test(
    "allows the script and what it sends, under a policy that allows nothing else",
    async () => {
      const policy: typeof policyOf = (origin) => `default-src 'none'; ${policyOf(origin)}`;
      const site = await siteWith((place) => codeFor("html", place), "<p>Hello</p>", policy);
      expect(await viewsOf(site)).toEqual(["pageview /"]);
    },
    maxMs,
  );
});

describe("parsePlatform", () => {
  test.each([
    ["gtm", "gtm"],
    [null, "html"],
    ["", "html"],
    ["__proto__", "html"],
  ] as const)("reads %p as %p", (text, platform) => {
    expect(parsePlatform(text)).toBe(platform);
  });
});

interface Rendered {
  scripts: object[];
  body: string;
}

/** Renders a layout as a server of Next.js would, with a `next/script` that notes what it is given. */
function renderLayout(code: string, dir: string): Rendered {
  const script = join(dir, "node_modules/next/script.js");
  mkdirSync(join(script, ".."), { recursive: true });
  writeFileSync(
    script,
    `export const given = []; export default (props) => { given.push(props); return null; };`,
  );
  for (const name of ["preact", "preact-render-to-string"])
    symlinkSync(join(modules, name), join(dir, "node_modules", name));
  writeFileSync(join(dir, "layout.tsx"), `/** @jsxImportSource preact */\n${code}`);
  writeFileSync(
    join(dir, "render.tsx"),
    `/** @jsxImportSource preact */
    import { given } from "next/script";
    import { renderToString } from "preact-render-to-string";
    import Layout from "./layout.tsx";
    const body = renderToString(<Layout>the page</Layout>);
    console.log(JSON.stringify({ scripts: given, body }));`,
  );
  const { stdout, stderr } = Bun.spawnSync([process.execPath, "render.tsx"], {
    cwd: dir,
    env: { PATH: "/usr/bin:/bin" },
  });
  if (!stdout.length) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString()) as Rendered;
}
