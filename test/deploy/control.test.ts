import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type ControlStage, openControlStage } from "./control-stage.ts";

let stage: ControlStage;
beforeEach(() => {
  stage = openControlStage();
});
afterEach(() => stage.close());

const data = "/var/lib/tracker-analytics";

describe("tracker-analyticsctl", () => {
  test("runs a command as the service is run: its user, its settings, its data", async () => {
    const { code, output, said } = await stage.run(["user", "list"]);
    const unit = readFileSync(resolve(import.meta.dir, "../../deploy/tracker-analytics.service"));
    const names =
      "User|Group|EnvironmentFile|StateDirectory|StateDirectoryMode|UMask|NoNewPrivileges";
    const settings = unit.toString().match(new RegExp(`^(${names})=.*$`, "gm")) ?? [];
    expect(settings).toHaveLength(names.split("|").length);
    for (const setting of settings) expect(said.split("\n")).toContain(`--property=${setting}`);
    expect(output).toBe(`${stage.home}\n${data}\n[user]\n[list]\n`);
    expect(code).toBe(0);
  });

  test("hands on every word as it was written, and says what there is when there is none", async () => {
    const words = [
      "site",
      "add",
      "a b",
      "$HOME",
      "$$x",
      'it\'s "so"',
      "*",
      "%n",
      "",
      "--name",
      "é",
    ];
    const { output } = await stage.run(words);
    expect(output.split("\n").slice(2, -1)).toEqual(words.map((word) => `[${word}]`));
    expect((await stage.run([])).output).toEndWith("\n[--help]\n");
  });

  test("passes on what is read and written, and how it ended", async () => {
    stage.standIn("tracker-analytics", "cat; echo progress >&2; exit 3");
    const { code, output, said } = await stage.run(["import", "-"], "a site\n");
    expect([code, output]).toEqual([3, "a site\n"]);
    expect(said).toEndWith("progress\n");
    expect(said).toContain("--pty\n--pipe\n--wait\n");
  });

  test("takes names from the data where the user may not go, and says so if it matters", async () => {
    stage.standIn("runuser", "exit 1");
    // The folder of the data is not on every machine.
    stage.standIn("systemd-run", 'for word; do echo "$word"; done');
    const says = `${stage.home} is closed to the user tracker-analytics: names of files are taken from`;
    const backup = await stage.run(["backup", "today.tar.zst"]);
    expect(backup.output).toContain(`\n--property=WorkingDirectory=${data}\n`);
    expect(backup.said).toBe(`${says} ${data}.\n`);
    for (const words of [
      ["user", "list"],
      ["import", "-"],
      ["export", "shop.example", "-"],
    ])
      expect((await stage.run(words)).said).toBe("");
  });

  test("asks for root by its own path, since sudo may not look where it is", async () => {
    stage.standIn("id", "echo 1000");
    stage.standIn("sudo", 'for word; do echo "[$word]"; done');
    expect((await stage.run(["user", "add", "a b"])).output).toBe(
      `[--]\n[${join(stage.bin, "tracker-analyticsctl")}]\n[user]\n[add]\n[a b]\n`,
    );
  });

  test("stops what it has started when it is broken off", async () => {
    const at = (name: string) => join(stage.home, name);
    stage.standIn("systemd-run", `echo "$*" > ${at("started")}; exec sleep 2`);
    stage.standIn("systemctl", `echo "$*" > ${at("stopped")}`);
    const child = stage.spawn(["rebuild"]);
    while (!existsSync(at("started"))) await Bun.sleep(10);
    child.kill("SIGINT");
    await child.exited;
    const [, unit] = /--unit=(\S+)/.exec(readFileSync(at("started"), "utf8")) ?? [];
    expect(readFileSync(at("stopped"), "utf8")).toBe(`stop ${unit}\n`);
  }, 60_000);
});
