import { expect } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadConfig } from "#src/config.ts";
import type { HelpBlock } from "./help-blocks.ts";
import type { Claim } from "./help-claim.ts";
import type { BlockSite } from "./help-stage.ts";
import { runToEnd, startServerProcess } from "./server-process.ts";
import { startSmtp } from "./smtp.ts";

// What whoever runs the server types there. The program is the one of this checkout; what would
// change the machine, such as systemctl, is a program that only writes down how it was called.

const root = resolve(import.meta.dir, "../..");
const onServer = (expression: RegExp) => (block: HelpBlock) =>
  block.slug === "server" && block.kind === "sh" && expression.test(block.source);

/** Puts a program into the folder of a site. */
function install(site: BlockSite, name: string, script: string): void {
  chmodSync(site.write(name, `#!/bin/sh\n${script}\n`), 0o755);
}

function installProgram(site: BlockSite): void {
  // Bun looks for the settings of the language where it is started.
  install(site, "tracker-analytics", `cd ${root}; exec ${process.execPath} src/main.ts "$@"`);
}

function environment(site: BlockSite, env: Record<string, string> = {}) {
  const PATH = `${site.folder}:${process.env.PATH}`;
  return { PATH, PORT: "0", DATA_DIR: join(site.folder, "data"), ...env };
}

async function runIn(site: BlockSite, script: string, env: Record<string, string> = {}) {
  const command = ["sh", "-e", "-c", script];
  const { code, output } = await runToEnd({
    ...{ command, cwd: site.folder, env: environment(site, env) },
  });
  expect({ code, output }).toMatchObject({ code: 0 });
  return output;
}

const start: Claim = {
  title: "starts a server that shows the link to the first account",
  holds: onServer(/^(npm start|\.\/tracker-analytics)$/),
  run: async (site) => {
    installProgram(site);
    const server = await startServerProcess({
      command: ["sh", "-c", `exec ${site.code}`],
      cwd: site.code === "npm start" ? root : site.folder,
      env: environment(site),
      readyMaxMs: 50_000,
    });
    try {
      expect(server.setupUrl).toStartWith(server.origin);
      expect((await fetch(server.setupUrl ?? "")).status).toBe(200);
    } finally {
      await server.end();
    }
  },
};

const unit: Claim = {
  title: "has settings that the server takes, and starts what is in its folder",
  holds: ({ kind }) => kind === "ini",
  run: async (site) => {
    const set = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(site.code)?.[1] ?? "";
    const lines = [...site.code.matchAll(/^Environment=([A-Z_]+)=(.*)$/gm)];
    const env = Object.fromEntries(lines.map(([, name = "", value = ""]) => [name, value]));
    expect(loadConfig({}, env)).toMatchObject({
      ...{ host: "127.0.0.1", publicUrl: "https://stats.example.com" },
      trustedProxies: ["loopback"],
    });
    expect(set("ExecStart")).toBe(`${set("WorkingDirectory")}/tracker-analytics`);
  },
};

const mailSettings: Claim = {
  title: "is what mails need",
  holds: onServer(/^PUBLIC_URL=/),
  run: async (site) => {
    const printed = await runIn(site, `set -a\n${site.code}\nenv`);
    const env = Object.fromEntries(
      printed.split("\n").map((line) => [line.split("=")[0], line.replace(/^\w+=/, "")]),
    );
    expect(loadConfig({}, env)).toMatchObject({
      ...{ publicUrl: "https://stats.example.com", mailFrom: env.MAIL_FROM },
      smtpUrl: "smtp://user:password@mail.example.com:587",
    });
  },
};

const mailTest: Claim = {
  title: "sends a mail and prints the answer",
  holds: onServer(/ mail test /),
  run: async (site) => {
    installProgram(site);
    const smtp = await startSmtp();
    const { smtpUrl, mailFrom, publicUrl } = smtp.config;
    const env = { SMTP_URL: smtpUrl, MAIL_FROM: mailFrom, PUBLIC_URL: publicUrl };
    expect(await runIn(site, site.code, env)).toContain("250 OK");
    expect(smtp.mails).toMatchObject([{ recipient: site.code.split(" ").at(-1) }]);
    await smtp.stop();
  },
};

const newPassword: Claim = {
  title: "prints a new password",
  holds: onServer(/ user reset-password /),
  run: async (site) => {
    installProgram(site);
    const [, email] = /(\S+@\S+)/.exec(site.code) ?? [];
    await runIn(site, `./tracker-analytics user add ${email} --role admin`);
    expect(await runIn(site, site.code)).toMatch(/ [\w-]{43}$/m);
  },
};

const machine: Claim = {
  title: "does to the machine what it says, and to the data nothing else",
  holds: onServer(/^systemctl |\nsystemctl /),
  run: async (site) => {
    for (const name of ["systemctl", "useradd", "chown"])
      install(site, name, `echo ${name} "$@" >> ${site.folder}/calls`);
    const home = join(site.folder, "srv/tracker");
    mkdirSync(join(home, "data"), { recursive: true });
    site.write("srv/tracker/data/figures", "1");
    site.write("srv/tracker/tracker-analytics", "old");
    site.write("tracker-analytics", "new");
    const script = site.code.replaceAll("/srv/tracker", home);
    await runIn(site, script);
    const calls = readFileSync(join(site.folder, "calls"), "utf8").trimEnd().split("\n");
    expect(calls).toEqual(script.split("\n").filter((line) => !line.startsWith("cp ")));
    const isUpdate = script.includes("cp ");
    expect(existsSync(join(home, "data-before/figures"))).toBe(isUpdate);
    const program = readFileSync(join(home, "tracker-analytics"), "utf8");
    expect(program).toBe(isUpdate ? "new" : "old");
  },
};

export const operatorClaims: readonly Claim[] = [
  ...[start, unit, mailSettings, mailTest, newPassword, machine],
];
