import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { copyFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { installBinary } from "#test/support/binary.ts";
import { type InstallStage, openInstallStage, released } from "./install-stage.ts";

let stage: InstallStage;
beforeEach(() => {
  stage = openInstallStage();
});
afterEach(() => stage.close());

const install = (version: string, ...words: string[]) =>
  stage.run(["--version", version, ...words]);
const whole = ["bin", "bin/tracker-analytics"];

/** One sentence, an exit code, and nothing that was not there before. */
async function expectRefusal(
  run: Promise<{ code: number; output: string }>,
  expected: { code: number; says: RegExp },
): Promise<void> {
  const before = stage.installed();
  const { code, output } = await run;
  expect(output.trim().split("\n").at(-1)).toMatch(expected.says);
  expect(code).toBe(expected.code);
  expect(stage.installed().filter((name) => name !== "bin")).toEqual(
    before.filter((name) => name !== "bin"),
  );
}

describe("install.sh", () => {
  test("it fetches the program of this machine, and puts it in its place executable", async () => {
    stage.publish("1.2.3");
    const { code, output } = await install("1.2.3");
    expect(output).toContain("is version 1.2.3 now.");
    expect(code).toBe(0);
    expect(stage.installed()).toEqual(whole);
    expect(stage.version()).toBe("tracker-analytics 1.2.3");
    expect(statSync(stage.path("prefix/bin/tracker-analytics")).mode & 0o777).toBe(0o755);
    expect(stage.requests).toEqual(
      ["SHA256SUMS", released].map((name) => `/releases/v1.2.3/${name}`),
    );
  });

  test("the real program arrives to the last byte", async () => {
    const program = await installBinary(stage.path("home"));
    const bytes = readFileSync(program);
    const sum = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
    stage.publish("0.1.0", (files) => files.set("SHA256SUMS", `${sum}  ${released}\n`));
    copyFileSync(program, stage.path(`www/releases/v0.1.0/${released}`));
    expect((await install("0.1.0")).code).toBe(0);
    expect(stage.version()).not.toBe("");
    expect(readFileSync(stage.path("prefix/bin/tracker-analytics")).equals(bytes)).toBe(true);
  }, 240_000);

  test("a second time it changes nothing and fetches no program; a new version replaces it", async () => {
    for (const version of ["1.2.3", "1.3.0"]) stage.publish(version);
    await install("1.2.3");
    const again = await install("v1.2.3");
    expect(again.code).toBe(0);
    expect(again.output).toContain("is version 1.2.3 already.");
    expect(stage.requests.filter((path) => path.endsWith(released))).toHaveLength(1);
    expect((await install("1.3.0")).code).toBe(0);
    expect(stage.version()).toBe("tracker-analytics 1.3.0");
    expect(stage.installed()).toEqual(whole);
  });

  test("works with wget as well as with curl", async () => {
    stage.publish("1.2.3");
    const needed = "awk chmod cut getconf grep id mkdir mktemp mv rm sed sha256sum shasum uname";
    for (const name of needed.split(" ")) {
      const found = Bun.which(name, { PATH: "/usr/bin:/bin" });
      if (found) stage.standIn(name, `exec ${found} "$@"`);
    }
    const wget = Bun.which("wget", { PATH: "/usr/bin:/bin" });
    const asCurl = 'exec /usr/bin/curl --fail --silent --output "$(echo "$2" | cut -d= -f2)" "$3"';
    stage.standIn("wget", wget ? `exec ${wget} "$@"` : asCurl);
    const { code, output } = await stage.run(["--version", "1.2.3"], { PATH: stage.path("bin") });
    expect(output).toContain("is version 1.2.3 now.");
    expect(code).toBe(0);
    expect(stage.calls().some((call) => call.startsWith("wget "))).toBe(true);
  });
});

describe("install.sh changes nothing", () => {
  const changed = { code: 1, says: /is not the file that was released, by its SHA-256: nothing/ };

  test("when the program is not the one that was summed up, also not on an upgrade", async () => {
    stage.publish("1.2.3", (files) => files.set(released, "#!/bin/sh\ntouch /tmp/was-run\n"));
    await expectRefusal(install("1.2.3"), changed);
    stage.publish("1.2.2");
    await install("1.2.2");
    await expectRefusal(install("1.2.3"), changed);
    expect(stage.version()).toBe("tracker-analytics 1.2.2");
  });

  test("when a byte is missing at its end", async () => {
    stage.publish("1.2.3", (files) => files.set(released, files.get(released)?.slice(0, -1) ?? ""));
    await expectRefusal(install("1.2.3"), changed);
  });

  test.each([
    ["nothing", "", /does not name tracker-analytics-/],
    ["other files", `${"a".repeat(64)}  ${released}.txt\n`, /does not name tracker-analytics-/],
    ["half a sum", `abc123  ${released}\n`, /is damaged/],
    ["a page of a proxy", "<html>sign in</html>", /does not name/],
    ["no sum", `${"z".repeat(64)}  ${released}\n`, /does not name/],
  ])("when SHA256SUMS holds %s", async (_what, sums, says) => {
    stage.publish("1.2.3", (files) => files.set("SHA256SUMS", sums));
    await expectRefusal(install("1.2.3"), { code: 1, says });
    expect(stage.requests).toHaveLength(1);
  });

  test("when there is no such version, or nobody answers", async () => {
    const says = /SHA256SUMS could not be fetched/;
    await expectRefusal(install("9.9.9"), { code: 1, says });
    const env = { TRACKER_URL: "https://127.0.0.1:1/releases" };
    await expectRefusal(stage.run(["--version", "1.2.3"], env), { code: 1, says });
  }, 30_000);

  test("when the program cannot run here", async () => {
    stage.publish("1.2.3");
    stage.standIn("chmod", "exit 0");
    await expectRefusal(install("1.2.3"), { code: 1, says: /does not run on this machine/ });
  });

  test.each([
    ["http://stats.example.com/releases", /must begin with https/],
    ["ftp://127.0.0.1:1/", /must begin with https/],
    ["http://127.0.0.1.example.com/", /must begin with https/],
    ["", /Say where releases lie/],
  ])("when releases are said to lie at %p", async (TRACKER_URL, says) => {
    const run = stage.run(["--version", "1.2.3"], { TRACKER_URL });
    await expectRefusal(run, { code: 2, says });
  });

  test.each([
    [[], /Say which version/],
    [["--version", "../../x"], /is no version/],
    [["--version"], /needs a value/],
    [["--verison", "1.2.3"], /"--verison" is not understood/],
  ])("when it is called with %p", async (words, says) => {
    await expectRefusal(stage.run(words), { code: 2, says });
  });

  test.each([
    ["FreeBSD", "x86_64", /no program for FreeBSD/],
    ["Linux", "riscv64", /no program for riscv64/],
  ])("on %s on %s", async (system, machine, says) => {
    stage.publish("1.2.3");
    stage.standIn("uname", `[ "$1" = -s ] && echo ${system} || echo ${machine}`);
    await expectRefusal(install("1.2.3"), { code: 1, says });
  });

  test("on a system with musl, which it says in one sentence", async () => {
    stage.publish("1.2.3");
    stage.standIn("uname", '[ "$1" = -s ] && echo Linux || echo x86_64');
    stage.standIn("getconf", "exit 1");
    stage.standIn("ldd", 'echo "musl libc (x86_64)" >&2; exit 1');
    await expectRefusal(install("1.2.3"), { code: 1, says: /has musl, .* needs glibc/ });
  });

  test("when the script itself was cut short on its way", async () => {
    stage.publish("1.2.3");
    const text = readFileSync(resolve(import.meta.dir, "../../deploy/install.sh"), "utf8");
    const cut = stage.path("cut.sh");
    for (const end of [text.length - 10, Math.floor(text.length / 2), 900]) {
      writeFileSync(cut, text.slice(0, end));
      Bun.spawnSync(["/bin/sh", cut, "--version", "1.2.3", "--prefix", stage.path("prefix")], {
        env: { PATH: "/usr/bin:/bin", TRACKER_URL: stage.url },
      });
    }
    expect(stage.requests).toEqual([]);
    expect(stage.installed()).toEqual([]);
  });
});
