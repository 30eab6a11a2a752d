import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { prepareSetup } from "#src/auth/setup.ts";
import { startTestApp, stranger, type TestApp } from "#test/support/app.ts";

const anna = { name: "Anna", email: "Anna@X.example", password: "correct horse battery" };

let app: TestApp;
let token: string;
beforeEach(async () => {
  app = await startTestApp();
  token = (await prepareSetup(app.database)) ?? "";
}, 60_000);
afterEach(() => app.stop(), 60_000);

describe("/setup/{token}", () => {
  test("makes the first admin, signs them in, and is gone", async () => {
    const person = stranger(app);
    expect((await person.get(`/setup/${token}`)).status).toBe(200);
    const response = await person.post(`/setup/${token}`, anna, { "accept-language": "fr" });
    expect(response.headers.get("location")).toBe("/sites/new");
    const cookie = response.headers.get("set-cookie")?.split(";")[0] ?? "";
    const page = await person.get("/sites/new", { cookie });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<html lang="fr">');
    expect((await person.get(`/setup/${token}`)).status).toBe(404);
    expect((await person.post(`/setup/${token}`, anna)).status).toBe(404);
    const users = await app.database.work`select email, name, role from users`;
    expect([...users]).toEqual([{ email: "anna@x.example", name: "Anna", role: "admin" }]);
  }, 30_000);

  test("does not exist without the right token", async () => {
    const person = stranger(app);
    for (const wrong of ["x", "x".repeat(43), `${token}x`]) {
      expect((await person.get(`/setup/${wrong}`)).status).toBe(404);
      expect((await person.post(`/setup/${wrong}`, anna)).status).toBe(404);
    }
  });

  test.each([
    [{ name: "" }, "Tell us what to call you"],
    [{ email: "anna" }, "address"],
    [{ password: "short" }, "8"],
    [{ password: "password123" }, "guess"],
  ])(
    "says what is wrong with %p and keeps what was typed, but the password",
    async (fields, says) => {
      const response = await stranger(app).post(`/setup/${token}`, { ...anna, ...fields });
      expect(response.status).toBe(422);
      const html = await response.text();
      expect(html).toContain('role="alert"');
      expect(html).toContain(says);
      expect(html).not.toContain(anna.password);
      expect(await app.database.work`select 1 from users`).toHaveLength(0);
    },
  );
});
