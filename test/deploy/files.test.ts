import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadConfig } from "#src/config.ts";
import { trustedRanges } from "#src/lib/client-ip.ts";

const root = resolve(import.meta.dir, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const description = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };

/** The variables that the configuration knows. */
const variables = new Set(
  [...read("src/config.ts").matchAll(/\benv\.([A-Z_]+)/g)].map((match) => match[1] ?? ""),
);

interface Service {
  image: string;
  ports?: string[];
  user?: string;
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  read_only?: boolean;
  init?: boolean;
  tmpfs?: string[];
  cap_drop?: string[];
  cap_add?: string[];
  security_opt?: string[];
  shm_size?: string;
  stop_grace_period?: string;
  restart?: string;
  logging?: { driver: string; options: Record<string, string> };
}
interface Compose {
  services: Record<string, Service>;
  volumes?: Record<string, unknown>;
  networks?: Record<string, { enable_ipv6?: boolean; ipam?: { config: { subnet: string }[] } }>;
}

const files = ["compose.yaml", "compose.postgres.yaml", "compose.caddy.yaml"];
const composed = files.map((name) => Bun.YAML.parse(read(`deploy/${name}`)) as Compose);
const [alone, withPostgres, withCaddy] = composed as [Compose, Compose, Compose];

/** Every service as the files describe it together; later ones add to earlier ones. */
function merged(): Record<string, Service> {
  const all: Record<string, Service> = {};
  for (const { services } of composed)
    for (const [name, service] of Object.entries(services)) {
      const environment = { ...all[name]?.environment, ...service.environment };
      all[name] = { ...all[name], ...service, environment };
    }
  return all;
}

describe("the compose files", () => {
  test.each(Object.entries(merged()))("%s has no rights that it does not need", (name, service) => {
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(["ALL"]);
    expect(service.cap_add ?? []).toEqual(name === "caddy" ? ["NET_BIND_SERVICE"] : []);
    expect(service.security_opt).toEqual(["no-new-privileges:true"]);
    expect(service.tmpfs).toContain("/tmp");
    expect(service.restart).toBe("unless-stopped");
    expect(service.logging?.options).toEqual({ "max-size": "10m", "max-file": "5" });
  });

  test("name only variables that the configuration reads, with values that it takes", () => {
    const { environment = {} } = merged()["tracker-analytics"] ?? {};
    expect(Object.keys(environment).filter((name) => !variables.has(name))).toEqual([]);
    const given = { DOMAIN: "stats.example.com", POSTGRES_PASSWORD: "0123abcd" };
    const filled = Object.entries(environment).map(([name, value]) => [name, fill(value, given)]);
    const config = loadConfig({}, Object.fromEntries(filled));
    expect(config.publicUrl).toBe("https://stats.example.com");
    expect(config.databaseUrl).toBe("postgres://tracker:0123abcd@postgres:5432/tracker");
    expect(trustedRanges(config.trustedProxies)).toEqual(trustedRanges(["private"]));
    expect([config.port, config.dataDir]).toEqual([3000, "/data"]);
  });

  test("show the server to nobody but this machine, and its database to nobody", () => {
    const { caddy, postgres, ...rest } = merged();
    expect(rest["tracker-analytics"]?.ports?.map((port) => fill(port, {}))).toEqual([
      "127.0.0.1:3000:3000",
    ]);
    expect(postgres?.ports).toBeUndefined();
    expect(caddy?.ports).toEqual(["80:80", "443:443", "443:443/udp"]);
  });

  test("believe Caddy, and what stands before it as deploy/.env says", () => {
    const { TRUSTED_PROXIES: trusted = "" } =
      withCaddy.services["tracker-analytics"]?.environment ?? {};
    for (const TRUSTED_PROXIES of [
      "cloudflare",
      "private,cloudflare",
      "203.0.113.7, 2001:db8::/32",
    ]) {
      const { trustedProxies } = loadConfig(
        {},
        { TRUSTED_PROXIES: fill(trusted, { TRUSTED_PROXIES }) },
      );
      const own = TRUSTED_PROXIES.split(", ").flatMap((one) => one.split(","));
      expect(trustedRanges(trustedProxies)).toEqual(trustedRanges(["private", ...own]));
    }
  });

  test("give Caddy a network in which visitors by IPv6 have addresses of their own", () => {
    const { default: network } = withCaddy.networks ?? {};
    expect(network?.enable_ipv6).toBe(true);
    // A range of the private ones; before Docker 27 it has to be said which.
    expect(network?.ipam?.config).toEqual([
      { subnet: expect.stringMatching(/^fd[\da-f]{2}:[\da-f]{4}:[\da-f]{4}::\/64$/) },
    ]);
  });

  test("keep in volumes what must outlive a container", () => {
    for (const { services, volumes } of composed)
      for (const { volumes: mounts = [] } of Object.values(services))
        for (const mount of mounts.filter((path) => !path.startsWith(".")))
          expect(Object.keys(volumes ?? {})).toContain(mount.split(":")[0] ?? "");
    expect(alone.services["tracker-analytics"]?.volumes).toEqual(["data:/data"]);
    expect(withPostgres.services.postgres?.volumes).toEqual(["postgres:/var/lib/postgresql"]);
    expect(withCaddy.services.caddy?.volumes).toContain("certificates:/data");
    // With z, or SELinux would not let Caddy read it.
    expect(withCaddy.services.caddy?.volumes).toContain("./Caddyfile:/etc/caddy/Caddyfile:ro,z");
  });

  test("start the server when its database answers, and Caddy when the server does", () => {
    expect(withPostgres.services["tracker-analytics"]?.depends_on).toEqual({
      postgres: { condition: "service_healthy" },
    });
    expect(withPostgres.services.postgres?.healthcheck?.test.slice(0, 2)).toEqual([
      "CMD",
      "pg_isready",
    ]);
    expect(withCaddy.services.caddy?.depends_on).toEqual({
      "tracker-analytics": { condition: "service_healthy" },
    });
  });

  test("give the server a process 1 that buries children, and the time to stop", () => {
    const server = alone.services["tracker-analytics"];
    expect(server?.init).toBe(true);
    expect(server?.stop_grace_period).toBe("60s");
    expect(withPostgres.services.postgres?.shm_size).toBe("256mb");
  });
});

/** `${NAME:-fallback}` and `${NAME:?why}` as Compose reads them. */
function fill(text: string, given: Record<string, string>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name, kind, rest) => {
    const value = given[name as string] ?? (kind === "-" ? rest : undefined);
    if (value === undefined) throw new Error(`${name} has no value`);
    return value as string;
  });
}

describe("the Dockerfile", () => {
  const lines = read("Dockerfile")
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM ")));
  const settingOf = (word: string) =>
    last
      .find((line) => line.startsWith(`${word} `))
      ?.slice(word.length)
      .trim();

  test("builds with the Bun that package.json names", () => {
    expect(lines[0]).toContain(` oven/bun:${description.dependencies.bun}-slim AS build`);
  });

  test("ends in an image without a shell, as an ordinary user with a fixed number", () => {
    expect(last[0]).toBe("FROM gcr.io/distroless/cc-debian13:nonroot");
    expect(last.filter((line) => line.startsWith("RUN "))).toEqual([]);
    expect(settingOf("USER")).toBe("65532:65532");
    for (const word of ["ENTRYPOINT", "VOLUME"]) expect(settingOf(word)).toBeTruthy();
    expect(JSON.parse(settingOf("ENTRYPOINT") ?? "")).toEqual(["tracker-analytics"]);
  });

  test("keeps everything in the volume, and says how to see whether it is well", () => {
    expect(settingOf("VOLUME")).toBe("/data");
    expect(settingOf("ENV")).toBe("DATA_DIR=/data");
    expect(settingOf("EXPOSE")).toBe(String(loadConfig({}, {}).port));
    expect(settingOf("STOPSIGNAL")).toBe("SIGTERM");
    expect(settingOf("HEALTHCHECK")).toMatch(/CMD \["tracker-analytics", "healthcheck"\]$/);
    // What an upgrade takes, with its backup, before the server listens.
    expect(settingOf("HEALTHCHECK")).toContain("--start-period=30m ");
  });
});

describe("the systemd unit", () => {
  const unit = read("deploy/tracker-analytics.service");
  const settings = [...unit.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
  const settingOf = (name: string) => settings.find(([key]) => key === name)?.[1];

  test("runs the server as a user of its own, on a folder that only that user may enter", () => {
    expect(settingOf("ExecStart")).toBe("/usr/local/bin/tracker-analytics serve");
    expect(settingOf("User")).toBe("tracker-analytics");
    expect(settingOf("Environment")).toBe("DATA_DIR=%S/tracker-analytics");
    expect([settingOf("StateDirectory"), settingOf("StateDirectoryMode")]).toEqual([
      "tracker-analytics",
      "0700",
    ]);
  });

  test("lets the server end PostgreSQL itself, and takes no memory from its compiler", () => {
    expect(settingOf("KillMode")).toBe("mixed");
    expect(Number(settingOf("TimeoutStopSec"))).toBeGreaterThan(5 + 25 + 10);
    expect(settingOf("MemoryDenyWriteExecute")).toBeUndefined();
  });

  test("is understood by systemd, where there is one", () => {
    const program = Bun.which("systemd-analyze");
    const found = program
      ? Bun.spawnSync([program, "verify", join(root, "deploy/tracker-analytics.service")])
      : null;
    // It also looks for the program and the user, which are only there once it is installed.
    const said = found?.stderr.toString().split("\n") ?? [];
    const own = said.filter(
      (line) => line && !/is not executable|Unknown user|man page/.test(line),
    );
    expect(own).toEqual([]);
  });
});

describe("the shell scripts", () => {
  test.each(["install.sh", "tracker-analyticsctl"])(
    "of %s shellcheck has nothing to say, and without it the shell itself",
    (name) => {
      const shellcheck = Bun.which("shellcheck");
      const command = shellcheck ? [shellcheck, "--shell=sh"] : ["/bin/sh", "-n"];
      const { stdout, stderr } = Bun.spawnSync([...command, join(root, "deploy", name)]);
      expect(`${stdout}${stderr}`).toBe("");
    },
  );

  test("and the release agree on the names", () => {
    const names = ["tracker-analytics.service", "tracker-analyticsctl"];
    for (const name of names) {
      expect(read("deploy/install.sh")).toMatch(new RegExp(`^(unit|control)=${name}$`, "m"));
      expect(read("scripts/release.ts")).toContain(`"${name}"`);
    }
  });
});

describe("docs/install.md", () => {
  const page = read("docs/install.md");

  test("names every compose file, and every word that the installer understands", () => {
    for (const name of files) expect(page).toContain(`deploy/${name}`);
    const words = [...read("deploy/install.sh").matchAll(/^ {6}(--[a-z| -]+)\)$/gm)]
      .flatMap(([, cases = ""]) => cases.split(" | "))
      .filter((word) => word !== "--help" && word !== "-h");
    expect(words.sort()).toEqual(["--prefix", "--systemd", "--version"]);
    for (const word of words) expect(page).toContain(`\`${word}`);
  });

  test("runs the container with the rights that the compose file gives it", () => {
    const server = alone.services["tracker-analytics"];
    expect(server?.cap_drop?.[0]).toBe("ALL");
    for (const words of ["--init", "--read-only --tmpfs /tmp --cap-drop ALL", "no-new-privileges"])
      expect(page).toContain(words);
    expect(page).toContain(
      `--stop-timeout ${Number.parseInt(server?.stop_grace_period ?? "", 10)}`,
    );
  });
});
