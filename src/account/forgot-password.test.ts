import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { hashPassword } from "#src/auth/password.ts";
import { signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";

const setUpMaxMs = 60_000;
let app: TestApp;
let smtp: TestSmtp;

beforeAll(async () => {
  smtp = await startSmtp();
  app = await startTestApp({ ...smtp.config, trustedProxies: ["loopback"] });
  const passwordHash = await hashPassword("correct horse battery");
  for (const name of ["anna", "ben", "eva"])
    await signedIn(app, { email: `${name}@x.example`, role: "client", passwordHash });
}, setUpMaxMs);
afterAll(async () => {
  await app?.stop();
  await smtp?.stop();
}, setUpMaxMs);
beforeEach(async () => {
  await app.database.work`truncate mails, password_reset_tokens, sign_in_failures`;
  smtp.mails.length = 0;
  smtp.asked.length = 0;
});
afterEach(() => app.setNow(null));

let lastIp = 0;
function newAddress(): Record<string, string> {
  lastIp += 1;
  return { "x-forwarded-for": `198.51.100.${lastIp}` };
}

const ask = (email: string, headers = newAddress()) =>
  stranger(app).post("/forgot-password", { email }, headers);
const tokenIn = (text = "") => /\/password\/([\w-]{43})\b/.exec(text)?.[1] ?? "";

describe("POST /forgot-password", () => {
  test("sends a link to whoever has the address, however it is written", async () => {
    const response = await ask(" Anna@X.example ");
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/forgot-password?sent");
    const [mail] = await smtp.wait(1);
    expect(mail?.recipient).toBe("anna@x.example");
    const page = await stranger(app).get(`/password/${tokenIn(mail?.text)}`);
    expect(await page.text()).toContain("anna@x.example");
  });

  test("answers alike for an address that nobody has, and sends nothing", async () => {
    const answerOf = async (email: string) => {
      const response = await ask(email);
      const headers = [...response.headers].filter(([name]) => name !== "date");
      return { status: response.status, headers, body: await response.text() };
    };
    expect(await answerOf("nobody@x.example")).toEqual(await answerOf("anna@x.example"));
    await smtp.wait(1);
    await app.deliverMails();
    expect(smtp.asked).toEqual(["anna@x.example"]);
  });

  test("takes the same time for both", async () => {
    const least = { anna: Number.POSITIVE_INFINITY, nobody: Number.POSITIVE_INFINITY };
    const ratio = () => least.anna / least.nobody;
    // The more are timed, the less of what else the machine does is in the least of them.
    for (let run = 0; run < 15 || (run < 100 && !(ratio() > 0.5 && ratio() < 2)); run++)
      for (const name of ["anna", "nobody"] as const) {
        await app.database.work`truncate mails`;
        const startedAt = performance.now();
        await ask(`${name}@x.example`);
        least[name] = Math.min(least[name], performance.now() - startedAt);
        // What one leaves behind must not be measured with the other.
        await app.deliverMails();
      }
    expect(ratio()).toBeGreaterThan(0.5);
    expect(ratio()).toBeLessThan(2);
  }, 120_000);

  test.each([
    ["host", "evil.example"],
    ["x-forwarded-host", "evil.example"],
    ["forwarded", "host=evil.example"],
    ["origin", "https://evil.example"],
    ["referer", "https://evil.example/"],
    ["x-forwarded-proto", "evil"],
    ["x-original-url", "https://evil.example/"],
  ])("builds the link from PUBLIC_URL, whatever %s says", async (header, value) => {
    await ask("anna@x.example", { ...newAddress(), [header]: value });
    // A foreign Host is refused at the door; the others are not even read.
    if (header === "host") await ask("anna@x.example");
    const [mail] = await smtp.wait(1);
    expect(mail?.source).not.toContain("evil");
    expect(mail?.text).toContain(`http://stats.example/password/${tokenIn(mail?.text)}`);
  });

  test("sends one mail in two minutes, however many ask at once", async () => {
    const now = new Date();
    app.setNow(now);
    await Promise.all(Array.from({ length: 12 }, () => ask("ben@x.example")));
    await smtp.wait(1);
    app.setNow(new Date(now.getTime() + 119_000));
    await ask("ben@x.example");
    await app.deliverMails();
    expect(smtp.mails).toHaveLength(1);
    app.setNow(new Date(now.getTime() + 121_000));
    await ask("ben@x.example");
    expect(await smtp.wait(2)).toHaveLength(2);
  }, 30_000);

  test("lets nobody ask a sixth time at once, in the same words for all, and sign-in stays open", async () => {
    const bodies: string[] = [];
    // On a clock that stands all of them are at once, however long they take.
    app.setNow(new Date());
    for (const email of ["eva@x.example", "nobody@x.example"]) {
      const headers = newAddress();
      for (let time = 0; time < 5; time++) expect((await ask(email, headers)).status).toBe(303);
      const refused = await ask(email, headers);
      expect(refused.status).toBe(429);
      bodies.push((await refused.text()).replaceAll(email, "address"));
      const fields = { email, password: "correct horse battery" };
      const signIn = await stranger(app).post("/sign-in", fields, headers);
      expect(signIn.status).toBe(email.startsWith("eva") ? 303 : 422);
    }
    expect(bodies[0]).toContain("Try again in 2 seconds");
    expect(bodies[0]).toBe(bodies[1] ?? "");
  }, 20_000);

  test("lets one network ask no more than twenty times at once, for however many addresses", async () => {
    app.setNow(new Date());
    const headers = newAddress();
    const asks = Array.from({ length: 26 }, (_, at) => ask(`user${at}@x.example`, headers));
    const statuses = (await Promise.all(asks)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([...Array(20).fill(303), ...Array(6).fill(429)]);
  });

  test("says of what is no address that it is none", async () => {
    const response = await ask("anna");
    expect(response.status).toBe(422);
    expect(await response.text()).toContain("This is not an e-mail address.");
    expect(await app.database.work`select 1 from mails`).toHaveLength(0);
  });

  test("is noted, without telling whether somebody has the address", async () => {
    const rows = [];
    for (const email of ["anna@x.example", "nobody@x.example"]) {
      await ask(email, { "x-forwarded-for": "203.0.113.77" });
      const [row] = await app.database.work`
        select action, actor_id, actor_email, before, after from audit_logs
        where subject = ${email} and ip = '203.0.113.77'
      `;
      rows.push(row);
    }
    expect(rows[0]).toMatchObject({ action: "account.reset_request", actor_id: null });
    expect(rows[0]).toEqual(rows[1] as object);
  });
});

describe("GET /forgot-password", () => {
  test("without a mail server says whom to ask, and which command helps", async () => {
    const own = await startTestApp();
    try {
      const html = await (await stranger(own).get("/forgot-password")).text();
      expect(html).toContain("Ask the person who gave you access");
      expect(html).toContain("tracker-analytics user reset-password");
      expect(html).not.toContain("<form");
      const response = await stranger(own).post("/forgot-password", { email: "anna@x.example" });
      expect(response.headers.get("location")).toBe("/forgot-password");
      expect(await own.database.work`select 1 from mails`).toHaveLength(0);
    } finally {
      await own.stop();
    }
  }, 20_000);
});
