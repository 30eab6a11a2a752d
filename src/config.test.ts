import { describe, expect, test } from "bun:test";
import { loadConfig } from "./config.ts";

describe("loadConfig", () => {
  test("has a default for everything", () => {
    const config = loadConfig({}, {});
    expect(config).toMatchObject({
      port: 3000,
      host: "0.0.0.0",
      databaseUrl: null,
      publicUrl: null,
      trustedProxies: [],
      rateLimit: 30,
    });
    expect(config.dataDir).toEndWith("/data");
  });

  test("believes a flag before the environment", () => {
    expect(loadConfig({ port: "8080" }, { PORT: "9090" }).port).toBe(8080);
    expect(loadConfig({}, { PORT: "9090" }).port).toBe(9090);
  });

  test.each([
    [{ PORT: "80a" }, "PORT"],
    [{ PORT: "70000" }, "PORT"],
    [{ PORT: "-1" }, "PORT"],
    [{ DATABASE_URL: "mysql://here/x" }, "DATABASE_URL"],
    [{ PUBLIC_URL: "stats.example.com" }, "PUBLIC_URL"],
    [{ LOG_FORMAT: "xml" }, "LOG_FORMAT"],
  ])("refuses %p with a sentence that names the setting", (env, name) => {
    expect(() => loadConfig({}, env)).toThrow(new RegExp(`^${name} must `));
  });

  test("never repeats a database address, which may hold a password", () => {
    expect(() => loadConfig({}, { DATABASE_URL: "mysql://me:secret@here/x" })).toThrow(
      /^(?!.*secret)/,
    );
  });

  test("keeps only the origin of the public address", () => {
    expect(loadConfig({}, { PUBLIC_URL: "https://stats.example.com/x/" }).publicUrl).toBe(
      "https://stats.example.com",
    );
  });

  test("splits the trusted proxies at commas and spaces", () => {
    expect(
      loadConfig({}, { TRUSTED_PROXIES: "cloudflare, 10.0.0.0/8,::1" }).trustedProxies,
    ).toEqual(["cloudflare", "10.0.0.0/8", "::1"]);
  });
});
