import { expect } from "bun:test";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildPackage } from "#scripts/package.ts";
import type { Claim } from "./help-claim.ts";
import { propsIn } from "./help-claims-pages.ts";
import type { BlockSite } from "./help-stage.ts";
import { runToEnd } from "./server-process.ts";

// What is built into somebody's app before it is a page.

const root = resolve(import.meta.dir, "../..");
const view = { kind: "pageview", path: "/" };

/** What somebody's bundler makes of their code. */
async function bundle(site: BlockSite, entry: string, target: "browser" | "bun"): Promise<string> {
  const { outputs } = await Bun.build({ entrypoints: [entry], target });
  expect(outputs.length).toBe(1);
  return (await outputs[0]?.text()) ?? site.code;
}

const asScript = (code: string) => () =>
  new Response(code, { headers: { "content-type": "text/javascript" } });

/**
 * As the documentation of next/script has it for `afterInteractive`: nothing in what the server
 * renders; once the page is hydrated, a script with the same attributes is put at its end. That
 * `strategy` is one of the words it knows is held here, since the real one would throw.
 */
const nextScript = `import { useEffect } from "preact/hooks";
export default function Script({ strategy, ...attributes }) {
  if (strategy !== "afterInteractive") throw new Error("another strategy: " + strategy);
  useEffect(() => {
    const script = document.createElement("script");
    for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
    document.body.append(script);
  }, []);
  return null;
}`;

/** Preact hydrates what is in an element; this stands for the one that would hold the document. */
const wholeDocument = `{
  nodeType: 1,
  parentNode: document,
  firstChild: document.documentElement,
  childNodes: [document.documentElement],
  contains: (node) => document.contains(node),
  insertBefore: (node, before) => document.insertBefore(node, before),
}`;

/** What Next.js does with a layout or an app: it renders it, and hydrates it in the browser. */
function nextApp(isLayout: boolean): string {
  const made = isLayout
    ? "<Made><h1>My site</h1></Made>"
    : '<Made Component={Home} pageProps={{ title: "My site" }} />';
  const page = isLayout ? made : `<html><body><div id="__next">${made}</div></body></html>`;
  const place = isLayout ? wholeDocument : 'document.getElementById("__next")';
  return `import { hydrate } from "preact";
import { renderToString } from "preact-render-to-string";
import Made from "./made.tsx";
const Home = ({ title }) => <h1>{title}</h1>;
export const html = () => "<!doctype html>" + renderToString(${page});
if (typeof document !== "undefined") hydrate(${made}, ${place});`;
}

const next: Claim = {
  title: "counts a view once React has taken the page over",
  holds: ({ slug, kind }) => slug === "next" && kind === "tsx",
  run: async (site) => {
    const modules = join(site.folder, "node_modules");
    mkdirSync(join(modules, "next/script"), { recursive: true });
    for (const name of ["preact", "preact-render-to-string"])
      symlinkSync(join(root, "node_modules", name), join(modules, name));
    writeFileSync(join(modules, "next/script/index.js"), nextScript);
    const compilerOptions = { jsx: "react-jsx", jsxImportSource: "preact" };
    site.write("tsconfig.json", JSON.stringify({ compilerOptions }));
    site.write("made.tsx", site.code);
    const entry = site.write("app.tsx", nextApp(site.code.includes("<html")));
    const onServer = site.write("server.mjs", await bundle(site, entry, "bun"));
    const { html } = (await import(onServer)) as { html(): string };
    const rendered = html();
    expect(rendered).toContain("<h1>My site</h1>");
    expect(rendered).not.toContain(site.key);
    const script = '<script type="module" src="/app.js"></script></body>';
    const headers = { "content-type": "text/html" };
    site.serve({
      "/": () => new Response(rendered.replace("</body>", script), { headers }),
      "/app.js": asScript(await bundle(site, entry, "browser")),
    });
    const tab = await site.open("/");
    expect(await tab.locator("h1").allTextContents()).toEqual(["My site"]);
    expect(await site.counted(1)).toMatchObject([view]);
    expect(site.complaints).toEqual([]);
  },
};

const inBundle: Claim = {
  title: "counts in an app that has the package in its bundle",
  holds: ({ source }) => source.includes('from "tracker-analytics"'),
  run: async (site) => {
    await buildPackage(join(site.folder, "node_modules/tracker-analytics"));
    const code = await bundle(site, site.write("main.ts", site.code), "browser");
    site.serve({
      "/": '<script type="module" src="/main.js"></script>',
      "/main.js": asScript(code),
    });
    await site.open("/");
    const path = /trackView\("([^"]*)"\)/.exec(site.code)?.[1] ?? "/";
    const [, name] = /track\("([^"]*)"/.exec(site.code) ?? [];
    const event = { kind: "custom", path, name, props: propsIn(site.code) };
    const all = [{ ...view, path }, ...(name ? [event] : [])];
    expect(await site.counted(all.length)).toMatchObject(all);
  },
};

const buildsPackage: Claim = {
  title: "builds the package",
  holds: ({ source }) => source === "bun run build:npm",
  run: async (site) => {
    const env = { PATH: process.env.PATH ?? "" };
    const command = ["sh", "-c", site.code];
    const { code, output } = await runToEnd({ command, cwd: root, env });
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(existsSync(join(root, "dist/npm/package.json"))).toBe(true);
  },
};

export const codeClaims: readonly Claim[] = [next, inBundle, buildsPackage];
