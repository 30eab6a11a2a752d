import { expect } from "bun:test";
import { chmodSync, cpSync, mkdirSync, readFileSync } from "node:fs";
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

function installProgram(site: BlockSite, name = "tracker-analytics"): void {
  // Bun looks for the settings of the language where it is started.
  const program = `--tsconfig-override=${root}/tsconfig.json ${root}/src/main.ts`;
  install(site, name, `exec ${process.execPath} ${program} "$@"`);
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

const backup: Claim = {
  title: "keeps everything in a file, and puts it back",
  holds: onServer(/^\.\/tracker-analytics (backup|restore) /),
  run: async (site) => {
    installProgram(site);
    await runIn(site, "./tracker-analytics user add anna@example.com");
    const [, , file = ""] = site.code.split(" ");
    await runIn(site, `./tracker-analytics backup ${file}`);
    const other = { DATA_DIR: join(site.folder, "other") };
    await runIn(site, `./tracker-analytics restore ${file}`, other);
    expect(await runIn(site, "./tracker-analytics user list", other)).toContain("anna@example.com");
  },
};

const doctor: Claim = {
  title: "says how the installation is, and what to do",
  holds: onServer(/^\.\/tracker-analytics doctor$/),
  run: async (site) => {
    installProgram(site);
    await runIn(site, "./tracker-analytics user add anna@example.com");
    const output = await runIn(site, site.code);
    expect(output).toContain("PUBLIC_URL is not set");
    expect(output).toContain("BACKUP_DIR");
  },
};

const machine: Claim = {
  title: "does to the machine what it says",
  holds: onServer(/^systemctl |\nsystemctl /),
  run: async (site) => {
    for (const name of ["systemctl", "useradd", "chown"])
      install(site, name, `echo ${name} "$@" >> ${site.folder}/calls`);
    const home = join(site.folder, "srv/tracker");
    mkdirSync(home, { recursive: true });
    install(site, "srv/tracker/tracker-analytics", "echo the old one");
    installProgram(site);
    const script = site.code.replaceAll("/srv/tracker", home);
    const isUpdate = script.includes("cp ");
    if (isUpdate)
      await runIn(site, "./tracker-analytics user add anna@example.com", {
        DATA_DIR: join(home, "data"),
      });
    const output = await runIn(site, script);
    expect(output).not.toContain("the old one");
    const calls = readFileSync(join(site.folder, "calls"), "utf8").trimEnd().split("\n");
    expect(calls).toEqual(
      script.split("\n").filter((line) => /^(systemctl|user|chown)/.test(line)),
    );
    const [program, before] = ["srv/tracker/tracker-analytics", "tracker-analytics"].map((name) =>
      readFileSync(join(site.folder, name), "utf8"),
    );
    expect(program === before).toBe(isUpdate);
  },
};

const installer: Claim = {
  title: "asks the installer for what it can do; test/deploy has it do that",
  holds: onServer(/^sudo sh install\.sh /),
  run: async (site) => {
    const [, option = ""] = /install\.sh (--\w+)$/.exec(site.code) ?? [];
    const script = readFileSync(join(root, "deploy/install.sh"), "utf8");
    expect(script).toMatch(new RegExp(`^\\s*${option}\\)`, "m"));
  },
};

const containers: Claim = {
  title: "starts the containers of files that are there, with what they want to know",
  holds: onServer(/^docker |\ndocker /),
  run: async (site) => {
    install(site, "docker", `echo docker "$@" >> calls`);
    cpSync(join(root, "deploy"), join(site.folder, "deploy"), { recursive: true });
    await runIn(site, site.code);
    const read = (name: string) => readFileSync(join(site.folder, name), "utf8");
    const calls = read("calls").trimEnd();
    expect(site.code).toEndWith(calls);
    const files = [...new Set([...calls.matchAll(/-f (\S+)/g)].map(([, name = ""]) => name))];
    expect(files.length).toBeGreaterThan(1);
    for (const name of files) expect(Bun.YAML.parse(read(name))).toHaveProperty("services");
    const [name = ""] = read("deploy/.env").split("=");
    expect(files.some((file) => read(file).includes(`\${${name}`))).toBe(true);
  },
};

export const operatorClaims: readonly Claim[] = [
  ...[start, unit, mailSettings, mailTest, newPassword, backup, doctor],
  ...[machine, installer, containers],
];
