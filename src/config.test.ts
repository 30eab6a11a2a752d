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
      smtpUrl: null,
      resendApiKey: null,
      mailFrom: null,
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
    [{ LOG_LEVEL: "loud" }, "LOG_LEVEL"],
    [{ METRICS_TOKEN: "short" }, "METRICS_TOKEN"],
    [{ EVENT_RETENTION_MONTHS: "a year" }, "EVENT_RETENTION_MONTHS"],
    [{ SMTP_URL: "mail.example.com:587" }, "SMTP_URL"],
    [{ SMTP_URL: "https://mail.example.com" }, "SMTP_URL"],
    [{ SMTP_URL: "smtp://" }, "SMTP_URL"],
    [{ SMTP_URL: "smtp://me:secret@" }, "SMTP_URL"],
    [{ SMTP_URL: "smtp://mail.example.com/path" }, "SMTP_URL"],
    [{ SMTP_URL: "smtp://mail.example.com?tls.rejectUnauthorized=false" }, "SMTP_URL"],
    [{ RESEND_API_KEY: "re_abc def" }, "RESEND_API_KEY"],
    [{ RESEND_API_KEY: "re_abcdefgh\r\nx: y" }, "RESEND_API_KEY"],
    [{ MAIL_FROM: "Tracker" }, "MAIL_FROM"],
    [{ MAIL_FROM: "Tracker <stats@x.example>\r\nBcc: eve@x.example" }, "MAIL_FROM"],
    [{ MAIL_FROM: "Tracker stats@x.example" }, "MAIL_FROM"],
  ])("refuses %p with a sentence that names the setting", (env, name) => {
    expect(() => loadConfig({}, env)).toThrow(new RegExp(`^${name} must `));
  });

  test("takes from a database address what every connection says for itself", () => {
    const read = (url: string) => loadConfig({}, { DATABASE_URL: url }).databaseUrl;
    const address = "postgres://me:p%40ss@db.example:5433/stats";
    expect(
      read(
        `${address}?application_name=x&sslmode=require&Statement_Timeout=1&lock_timeout=2&TimeZone=CET`,
      ),
    ).toBe(`${address}?sslmode=require`);
    for (const url of [address, `${address}?sslmode=require&search_path=a%20b`])
      expect(read(url)).toBe(url);
  });

  test("never repeats a database address, which may hold a password", () => {
    expect(() => loadConfig({}, { DATABASE_URL: "mysql://me:secret@here/x" })).toThrow(
      /^(?!.*secret)/,
    );
  });

  test("never repeats the address of the mail server, which may hold a password", () => {
    for (const url of ["smtp//me:secret@here", "http://me:secret@here", "smtp://me:secret@here/x"])
      expect(() => loadConfig({}, { SMTP_URL: url })).toThrow(/^(?!.*secret)/);
  });

  test("never repeats the key of Resend", () => {
    expect(() => loadConfig({}, { RESEND_API_KEY: "re_secret key" })).toThrow(/^(?!.*secret)/);
  });

  test("takes one way of sending mails, and refuses to start with two", () => {
    const one = { RESEND_API_KEY: "re_secret123", MAIL_FROM: "a@x.example" };
    const env = { ...one, PUBLIC_URL: "https://x.example" };
    expect(loadConfig({}, env)).toMatchObject({ resendApiKey: "re_secret123", smtpUrl: null });
    expect(() => loadConfig({}, { ...env, SMTP_URL: "smtp://me:secret@here" })).toThrow(
      /^SMTP_URL and RESEND_API_KEY are both set(?!.*secret)/,
    );
    expect(() => loadConfig({}, one)).toThrow(/^RESEND_API_KEY needs PUBLIC_URL /);
  });

  const mail = { SMTP_URL: "smtp://me:p%40ss@mail.example.com:587", MAIL_FROM: "stats@x.example" };

  test("takes a mail server with its sender and the public address", () => {
    const env = {
      ...mail,
      MAIL_FROM: "L’agence <stats@x.example>",
      PUBLIC_URL: "https://x.example",
    };
    expect(loadConfig({}, env)).toMatchObject({
      smtpUrl: mail.SMTP_URL,
      mailFrom: "L’agence <stats@x.example>",
    });
  });

  test.each([
    ["PUBLIC_URL", mail],
    ["MAIL_FROM", { SMTP_URL: mail.SMTP_URL, PUBLIC_URL: "https://x.example" }],
  ])("does not start to send mails without %s", (name, env) => {
    expect(() => loadConfig({}, env)).toThrow(new RegExp(`^SMTP_URL needs ${name} `));
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
