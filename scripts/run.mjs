// What `npm start`, `npm run demo` and `npm test` run, in a fresh clone with nothing but Node and
// npm: gets Bun and the packages, prepares the assets, and hands over. Plain JavaScript, because
// it is what runs before anything else is there; Bun runs it as well.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const programs = join(root, "node_modules/.bin");
const stampFile = join(root, "node_modules/.tracker-analytics-install.json");
const description = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const bunVersion = description.dependencies.bun;

const tasks = {
  serve: ["src/main.ts", "serve"],
  demo: ["src/main.ts", "demo"],
  // Browsers of many tests at once would wait for one another. A busy machine takes its time: what
  // hangs is ended after a minute.
  test: ["test", "--max-concurrency=4", "--timeout=60000"],
};

const [name = "", ...words] = process.argv.slice(2);
const task = tasks[name];
if (!task) stop(`There is no task "${name}": say ${Object.keys(tasks).join(", ")}.`);
if (!process.versions.bun && Number.parseInt(process.versions.node, 10) < 20)
  stop(`Node 20 or newer is needed, not ${process.versions.node}.`);

install(name === "test" ? "all" : "production");
const bun = findBun() ?? stop("Bun was installed but does not run on this machine.");
// What tests and scripts start themselves must be the same Bun.
const env = { ...process.env, PATH: [dirname(bun), programs, process.env.PATH].join(delimiter) };
runStep("scripts/prepare.ts");
if (name === "test") runStep("test/support/browser-path.ts");
handOver([...task, ...words]);

/** The path of a Bun of the version that package.json names, or null. */
function findBun() {
  const own = process.versions.bun ? [process.execPath] : [];
  const found = [...own, join(programs, "bun"), "bun"].find((path) => {
    if (path !== "bun" && !existsSync(path)) return false;
    const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
    return stdout?.trim() === bunVersion;
  });
  if (found !== "bun") return found ?? null;
  const { stdout } = spawnSync("bun", ["-p", "process.execPath"], { encoding: "utf8" });
  return stdout.trim();
}

/**
 * Installs the packages unless they are those of the lock file already. `production` leaves out
 * what only tests and checks need; a checkout that once had everything keeps it.
 */
function install(wanted) {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "bun.lock")))
    .update(readFileSync(join(root, "package.json")))
    .digest("hex");
  const stamp = readStamp();
  const developer = Object.keys(description.devDependencies)[0];
  const hadAll = stamp ? stamp.scope === "all" : existsSync(join(root, "node_modules", developer));
  const scope = hadAll ? "all" : wanted;
  if (stamp?.lock === lock && stamp.scope === scope) return;
  console.error("Installing packages …");
  const flags = scope === "all" ? [] : ["--production"];
  const [command, ...first] = installer();
  const run = spawnSync(command, [...first, "install", "--frozen-lockfile", ...flags], {
    cwd: root,
    encoding: "utf8",
  });
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout ?? ""}${run.stderr ?? run.error?.message ?? ""}\n`);
    stop("The packages could not be installed: is the npm registry within reach?");
  }
  writeFileSync(stampFile, JSON.stringify({ lock, scope }));
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, "utf8"));
  } catch {
    // Nothing was installed by us yet.
    return null;
  }
}

/** How to run a Bun that can install: the right one, else npm fetches it, else whichever is here. */
function installer() {
  const found = findBun();
  if (found) return [found];
  // npm tells its scripts where it lies itself; `npx` is for those who call this by hand.
  const npm = process.env.npm_execpath;
  if (npm?.endsWith("npm-cli.js")) return ["node", npm, "exec", "--yes", "--", `bun@${bunVersion}`];
  if (spawnSync("npx", ["--version"]).status === 0) return ["npx", "--yes", `bun@${bunVersion}`];
  if (process.versions.bun) return [process.execPath];
  return stop("npm is missing: install Node 20 or newer together with npm.");
}

function runStep(script) {
  const { status } = spawnSync(bun, [script], { cwd: root, env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs the task in our place: its signals are passed on, its end is ours. */
function handOver(command) {
  // Before it runs: a signal that comes first would end us and leave it to run alone.
  let child;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    process.on(signal, () => child?.kill(signal));
  child = spawn(bun, command, { cwd: root, env, stdio: "inherit" });
  if (process.env.npm_lifecycle_event) watchParent(() => child.kill("SIGTERM"));
  child.on("error", (error) => stop(`Bun cannot be started: ${error.message}.`));
  child.on("exit", (code, signal) =>
    process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)),
  );
}

/** npm does not pass on every end of its own; nobody shall be left to run without it. */
function watchParent(onEnd) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onEnd();
  }, 500);
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
