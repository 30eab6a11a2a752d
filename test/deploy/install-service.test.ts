import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type InstallStage, openInstallStage, released } from "./install-stage.ts";

let stage: InstallStage;
beforeEach(() => {
  stage = openInstallStage();
});
afterEach(() => stage.close());

const install = (version: string, ...words: string[]) =>
  stage.run(["--version", version, ...words]);

describe("install.sh --systemd", () => {
  const unit = "tracker-analytics.service";
  const controlText = readFileSync(
    resolve(import.meta.dir, "../../deploy/tracker-analyticsctl"),
    "utf8",
  );

  beforeEach(() => {
    for (const name of ["systemctl", "useradd", "sleep"]) stage.standIn(name, "");
    // Root, on a machine that has no user of that name yet.
    stage.standIn("id", '[ "$1" = -u ] && echo 0 && exit 0; exit 1');
    stage.standIn("uname", '[ "$1" = -s ] && echo Linux || exec /usr/bin/uname "$@"');
    stage.publish("1.2.3");
  });
  const calls = () => stage.calls().filter((call) => /^(systemctl|useradd)/.test(call));

  test("it makes the user, places the unit with the program's path, and starts it", async () => {
    const { code } = await install("1.2.3", "--systemd");
    expect(code).toBe(0);
    expect(readFileSync(stage.path(`units/${unit}`), "utf8")).toContain(
      `\nExecStart=${stage.path("prefix/bin/tracker-analytics")} serve\n`,
    );
    expect(calls()).toEqual([
      expect.stringMatching(/^useradd --system .* tracker-analytics$/),
      "systemctl daemon-reload",
      `systemctl --quiet enable ${unit}`,
      `systemctl restart ${unit}`,
      `systemctl --quiet is-active ${unit}`,
    ]);
  });

  test("it places the command that knows the service's settings beside the program", async () => {
    const { output } = await install("1.2.3", "--systemd");
    const control = stage.path("prefix/bin/tracker-analyticsctl");
    expect(output).toContain(`${control} user list`);
    expect(statSync(control).mode & 0o777).toBe(0o755);
    expect(readFileSync(control, "utf8")).toBe(controlText);
    expect(stage.installed()).toEqual(["bin", "bin/tracker-analytics", "bin/tracker-analyticsctl"]);
  });

  describe("with a service that runs", () => {
    // A program whose process can be looked at: a script is seen as its shell.
    const publishSleep = (version: string) => {
      const bytes = Buffer.concat([readFileSync("/bin/sleep"), Buffer.from(version)]);
      const sum = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
      stage.publish(version, (files) => {
        const line = new RegExp(`^\\w+(?=  ${released}$)`, "m");
        files.set("SHA256SUMS", files.get("SHA256SUMS")?.replace(line, sum) ?? "");
      });
      writeFileSync(stage.path(`www/releases/v${version}/${released}`), bytes);
    };
    let service: Bun.Subprocess;
    beforeEach(async () => {
      for (const version of ["1.2.3", "1.3.0"]) publishSleep(version);
      await install("1.2.3", "--systemd");
      service = Bun.spawn([stage.path("prefix/bin/tracker-analytics"), "60"]);
      stage.standIn("systemctl", `case $1 in show) echo ${service.pid} ;; esac`);
    });
    afterEach(() => service.kill());
    const restartsOf = async (...words: string[]) => {
      const before = calls().length;
      const { code, output } = await install("1.3.0", ...words);
      expect(code).toBe(0);
      return { output, restarts: calls().slice(before).includes(`systemctl restart ${unit}`) };
    };

    test("it leaves in peace what is there already, and restarts it for a new version", async () => {
      const before = calls().length;
      const again = await install("1.2.3", "--systemd");
      expect([again.code, again.output]).toEqual([0, expect.stringContaining("service tracker-")]);
      expect(calls().slice(before)).not.toContain(`systemctl restart ${unit}`);
      expect(await restartsOf("--systemd")).toMatchObject({ restarts: true });
      expect(readdirSync(stage.path("units"))).toEqual([unit]);
    });

    test("it restarts one whose program was replaced before, which it had said then", async () => {
      const alone = await restartsOf();
      expect(alone.restarts).toBe(false);
      expect(alone.output).toContain(
        "still runs the version before: the same again with --systemd",
      );
      const { restarts, output } = await restartsOf("--systemd");
      expect([restarts, output]).toEqual([
        true,
        expect.stringContaining("is version 1.3.0 already"),
      ]);
    });
  });

  test("it does not say that a service runs which does not", async () => {
    stage.standIn("systemctl", '[ "$2" != is-active ]');
    const early = await install("1.2.3", "--systemd");
    expect([early.code, early.output]).toEqual([
      1,
      expect.stringContaining("does not stay up: journal"),
    ]);
    stage.standIn("systemctl", '[ "$1" != restart ]');
    const never = await install("1.2.3", "--systemd");
    expect([never.code, never.output]).toEqual([
      1,
      expect.stringContaining("does not start: journal"),
    ]);
  });

  test("a unit that is not the one that was summed up is not placed, nor is its program", async () => {
    stage.publish("1.2.3", (files) => files.set(unit, "[Service]\nExecStart=/bin/evil\n"));
    const { code, output } = await install("1.2.3", "--systemd");
    expect(code).toBe(1);
    expect(output).toContain(`${unit} is not the file that was released`);
    expect(readdirSync(stage.path("units"))).toEqual([]);
    expect(stage.installed()).toEqual([]);
    expect(calls()).toEqual([]);
  });

  test("an upgrade that was broken off is finished by the next, with a restart", async () => {
    await install("1.2.3", "--systemd");
    stage.publish("1.3.0", (files) => files.delete(unit));
    expect((await install("1.3.0", "--systemd")).code).toBe(1);
    expect(stage.version()).toBe("tracker-analytics 1.2.3");
    stage.publish("1.3.0");
    await install("1.3.0", "--systemd");
    expect(calls()).toContain(`systemctl restart ${unit}`);
  });

  test("it needs root, and says so before it fetches anything", async () => {
    stage.standIn("id", "echo 1000");
    const { code, output } = await install("1.2.3", "--systemd");
    expect([code, output]).toEqual([2, expect.stringContaining("needs root: sudo")]);
    expect(stage.requests).toEqual([]);
  });
});
