import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildPackage } from "#scripts/package.ts";
import { createFolder } from "#test/support/folder.ts";
import { setTrackerStage, type TrackerStage } from "#test/support/tracker-stage.ts";

const maxMs = 60_000;
const root = resolve(import.meta.dir, "..");
let stage: TrackerStage;
let folder: ReturnType<typeof createFolder>;
let packageDir: string;

beforeAll(async () => {
  stage = await setTrackerStage();
  folder = createFolder("package");
  packageDir = join(folder.path, "node_modules/tracker-analytics");
  await buildPackage(packageDir);
}, maxMs);
afterAll(async () => {
  await stage.end();
  folder.remove();
}, maxMs);

/** What somebody's bundler makes of their code. */
async function bundle(code: string): Promise<string> {
  const entry = join(folder.path, "app.ts");
  writeFileSync(entry, code);
  const { outputs } = await Bun.build({ entrypoints: [entry], target: "browser", minify: true });
  return (await outputs[0]?.text()) ?? "";
}

/** Runs a program of node's in the folder that has the package; returns what it said. */
function run(...command: string[]): { status: number; said: string } {
  const { exitCode, stdout, stderr } = Bun.spawnSync(command, { cwd: folder.path });
  return { status: exitCode, said: `${stdout}${stderr}` };
}

describe("the npm package", () => {
  test("counts like the script, with promises", async () => {
    let code = "";
    const site = await stage.site({
      head: (_, { origin, key }) => `<script>address = "${origin}/${key}";</script>`,
      pages: {
        "/": `<a id="page" data-track="cta" href="#x">Book</a><script type="module" src="/app.js"></script>`,
        "/app.js": () => new Response(code, { headers: { "content-type": "text/javascript" } }),
      },
    });
    code = await bundle(`
      import { init, optOut, track, trackView } from "tracker-analytics";
      const before = track("before", { at: 0 });
      init({ address: window.address, countTestTraffic: true });
      init({ address: "https://second.example/x" });
      await before;
      await track("signup", { plan: "pro" });
      trackView("/users/:id");
      Object.assign(window, { optOut, track, isReady: true });
    `);
    const { page, complaints } = await site.visit("/");
    await page.waitForFunction("window.isReady");
    await page.click("#page");
    await site.take(5);
    await page.evaluate("optOut()");
    await page.evaluate("track('secret')");
    expect(await site.take(0)).toEqual([]);
    const rows = await site.rows();
    expect(rows.map(({ kind, path, name }) => `${kind} ${path} ${name}`).sort()).toEqual([
      "cta /users/:id Book",
      "custom / before",
      "custom / signup",
      "pageview / ",
      "pageview /users/:id ",
    ]);
    expect(await page.evaluate("typeof window.tracker")).toBe("undefined");
    expect(complaints).toEqual([]);
  }, 60_000);

  test("leaves counting to the script where that is on the page too", async () => {
    let code = "";
    const site = await stage.site({
      pages: {
        "/": `<script type="module" src="/app.js"></script>`,
        "/app.js": () => new Response(code, { headers: { "content-type": "text/javascript" } }),
      },
    });
    code = await bundle(`
      import { init, track } from "tracker-analytics";
      init({ address: "https://elsewhere.example/x", countTestTraffic: true });
      track("once");
    `);
    const { complaints } = await site.visit("/");
    expect((await site.take(2)).map(({ t }) => t).sort()).toEqual(["v", "x"]);
    expect(complaints).toEqual([]);
  }, 60_000);

  test("has manual mode and the other settings as options", async () => {
    let code = "";
    const site = await stage.site({
      settings: { hashMode: true },
      head: (_, { origin, key }) => `<script>address = "${origin}/${key}";</script>`,
      pages: {
        "/": `<script type="module" src="/app.js"></script><a id="out" href="https://forum.example/">Out</a>`,
        "/app.js": () => new Response(code, { headers: { "content-type": "text/javascript" } }),
      },
    });
    code = await bundle(`
      import { init, trackView } from "tracker-analytics";
      init({ address: window.address, countTestTraffic: true, manual: true, hashMode: true,
             countLinks: false });
      window.trackView = trackView;
    `);
    const { page } = await site.visit("/#/list");
    await page.waitForTimeout(400);
    expect(await site.take(0)).toEqual([]);
    await page.evaluate("trackView()");
    await page.evaluate("document.querySelector('#out').onclick = () => false");
    await page.click("#out");
    expect((await site.take(1)).map(({ u }) => u.replace(site.origin, ""))).toEqual(["/#/list"]);
  }, 60_000);

  test("may be loaded where there is no window", () => {
    const script = `import { init, optOut, track, trackView } from "tracker-analytics";
      init({ address: "https://stats.example.com/x" }); optOut(); trackView();
      await track("x"); console.log("done");`;
    writeFileSync(join(folder.path, "server.mjs"), script);
    expect(run("node", "server.mjs")).toEqual({ status: 0, said: "done\n" });
  }, 60_000);

  test("has types that stand alone", () => {
    mkdirSync(join(folder.path, "types"), { recursive: true });
    const check = (code: string) => {
      writeFileSync(join(folder.path, "use.ts"), code);
      const words = [
        "--ignoreConfig",
        "--noEmit",
        "--strict",
        "--module",
        "nodenext",
        "--types",
        "",
      ];
      return run(join(root, "node_modules/.bin/tsc"), ...words, "use.ts").status;
    };
    const imports = `import { init, track, trackView, optOut, type Options } from "tracker-analytics";\n`;
    expect(
      check(`${imports}const options: Options = { address: "x", manual: true };
        init(options); const sent: Promise<void> = track("a", { b: 1 }); trackView("/x"); optOut(false);
        export { sent };`),
    ).toBe(0);
    expect(check(`${imports}init({});`)).not.toBe(0);
    expect(check(`${imports}track(1);`)).not.toBe(0);
  }, 60_000);

  test("says what it is and weighs little", () => {
    const about = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8"));
    const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect([about.version, about.license, about.type]).toEqual([own.version, "MIT", "module"]);
    expect(about.dependencies).toBeUndefined();
    expect(readFileSync(join(packageDir, "README.md"), "utf8")).toContain("npm install");
  });
});
