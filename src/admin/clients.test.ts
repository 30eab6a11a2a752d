import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { makeSite } from "#test/support/events.ts";

let app: TestApp;
let admin: Person;
let siteIds: number[];
beforeAll(async () => {
  app = await startTestApp();
  admin = await signedIn(app, { email: "admin@x.example", role: "admin" });
  const { work } = app.database;
  siteIds = [await makeSite(work, "fern.example"), await makeSite(work, "moss.example")];
}, 60_000);
afterAll(() => app.stop(), 60_000);
afterEach(async () => {
  await app.database.work`delete from users where email <> 'admin@x.example'`;
});

const [fern, moss] = [() => String(siteIds[0]), () => String(siteIds[1])];
const carla = { name: "Carla", email: "Carla@Shop.example ", role: "client", locale: "fr" };

/** Posts a form whose fields may stand in it more than once. */
function post(path: string, fields: [string, string][]): Promise<Response> {
  return fetch(app.origin + path, {
    method: "POST",
    redirect: "manual",
    headers: { cookie: admin.cookie, "sec-fetch-site": "same-origin" },
    body: new URLSearchParams([["_csrf", admin.csrf], ...fields]),
  });
}

async function userOf(email: string) {
  const [row] = await app.database.work`select * from users where email = ${email}`;
  return row;
}

async function accessOf(userId: number) {
  return await app.database.work`
    select site_id, can_edit from user_sites where user_id = ${userId} order by site_id
  `.then((rows) => rows.map(({ site_id, can_edit }) => [site_id, can_edit]));
}

async function lastAudit() {
  const [row] = await app.database.work`
    select action, subject, before, after from audit_logs order by id desc limit 1
  `;
  return row;
}

describe("POST /admin/clients", () => {
  test("creates somebody without a password, who sees what was ticked, and shows the link once", async () => {
    const response = await post("/admin/clients", [
      ...Object.entries(carla),
      ["sites", fern()],
      ["editable", moss()],
      ["requiresTotp", "on"],
    ]);
    expect(response.status).toBe(200);
    const html = await response.text();
    const token = /\/password\/([\w-]{43})</.exec(html)?.[1] ?? "";
    expect(html).toContain(`${app.origin}/password/${token}`);
    const user = await userOf("carla@shop.example");
    expect(user).toMatchObject({
      name: "Carla",
      role: "client",
      locale: "fr",
      password_hash: null,
      requires_totp: true,
    });
    // Whoever may change the settings of a site sees it.
    expect(await accessOf(user?.id)).toEqual([
      [siteIds[0], false],
      [siteIds[1], true],
    ]);
    expect(await lastAudit()).toMatchObject({
      action: "client.create",
      subject: "carla@shop.example",
      after: { sites: ["fern.example", "moss.example"], settingsOf: ["moss.example"] },
    });
    const [{ kept } = { kept: 0 }] = await app.database.work`
      select count(*)::int as kept
      from audit_logs
      where audit_logs::text like ${`%${token}%`}
    `;
    expect(kept).toBe(0);
    const page = await (await admin.get(`/admin/clients/${user?.id}`)).text();
    expect(page).not.toContain("/password/");
  });

  test("takes no field that the form does not have, and no site that there is not", async () => {
    await post("/admin/clients", [
      ...Object.entries({ ...carla, role: "owner" }),
      ["id", "9999"],
      ["passwordHash", "mine"],
      ["password_hash", "mine"],
      ["totpSecret", "00"],
      ["disabledAt", "2020-01-01"],
      ["sites", "999999"],
      ["sites", "x"],
    ]);
    const user = await userOf("carla@shop.example");
    expect(user).toMatchObject({ role: "client", password_hash: null, disabled_at: null });
    expect(user?.id).not.toBe(9999);
    expect(await accessOf(user?.id)).toEqual([]);
  });

  test("says what is wrong, and keeps what was typed and ticked", async () => {
    const response = await post("/admin/clients", [
      ["name", ""],
      ["email", "carla@"],
      ["sites", fern()],
    ]);
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain("Say what to call them.");
    expect(html).toContain("This is not an e-mail address.");
    expect(html).toMatch(new RegExp(`name="sites" value="${fern()}" checked`));
  });

  test("says that an address is somebody's, also of two who are invited at once", async () => {
    const fields = Object.entries({ ...carla, email: "admin@x.example" });
    const taken = await post("/admin/clients", fields);
    expect(taken.status).toBe(422);
    expect(await taken.text()).toContain("Somebody has this address already.");
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => post("/admin/clients", Object.entries(carla))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422, 422, 422]);
  });

  test("a search of the sites without scripts loses no choice and creates nobody", async () => {
    const { work } = app.database;
    for (const name of ["a", "b", "c", "d", "e", "f"]) await makeSite(work, `${name}.example`);
    const response = await post("/admin/clients", [
      ...Object.entries(carla),
      ["sites", fern()],
      ["editable", moss()],
      ["q", "MOSS"],
      ["find", "on"],
    ]);
    await work`delete from sites where length(domain) = 9`;
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html).toMatch(new RegExp(`name="sites" value="${fern()}" checked`));
    expect(html).toMatch(new RegExp(`name="editable" value="${moss()}" checked`));
    expect(html).toMatch(/data-search="fern.example fern.example" hidden/);
    expect(html).not.toMatch(/data-search="moss.example moss.example" hidden/);
    expect(html).toContain('value="Carla"');
    expect(await userOf("carla@shop.example")).toBeUndefined();
  });
});

describe("POST /admin/clients/{id}", () => {
  const client = (more: { siteIds?: number[] } = {}) =>
    signedIn(app, { email: "carla@shop.example", role: "client", ...more });

  test("stores what was changed and writes it down, the sites by their domains", async () => {
    const person = await client({ siteIds: [siteIds[0] ?? 0] });
    const response = await post(`/admin/clients/${person.userId}`, [
      ...Object.entries({ ...carla, locale: "en" }),
      ["sites", moss()],
    ]);
    expect(response.headers.get("location")).toBe(`/admin/clients/${person.userId}?saved`);
    expect(await lastAudit()).toMatchObject({
      action: "client.update",
      before: { name: "carla", sites: ["fern.example"] },
      after: { name: "Carla", sites: ["moss.example"] },
    });
    // Other sites take effect with the next request, in the session that there is.
    expect((await person.get("/sites/fern.example")).status).toBe(404);
    expect((await person.get("/sites/moss.example")).status).toBe(200);
  });

  test("writes nothing down where nothing was changed", async () => {
    const person = await client();
    const before = await lastAudit();
    await post(`/admin/clients/${person.userId}`, [
      ...Object.entries({ ...carla, name: "carla", locale: "en" }),
    ]);
    expect(await lastAudit()).toEqual(before);
  });

  test("keeps what somebody has of a site that is archived", async () => {
    const person = await client({ siteIds });
    const { work } = app.database;
    await work`update sites set archived_at = now() where id = ${moss()}`;
    await post(`/admin/clients/${person.userId}`, Object.entries(carla));
    await work`update sites set archived_at = null where id = ${moss()}`;
    expect(await accessOf(person.userId)).toEqual([[siteIds[1], false]]);
  });

  test("ends the sessions of who has another role", async () => {
    const person = await client();
    await post(`/admin/clients/${person.userId}`, Object.entries({ ...carla, role: "admin" }));
    expect((await person.get("/sites")).status).toBe(303);
  });

  test("ends the links that went to an earlier address", async () => {
    const created = await post("/admin/clients", Object.entries(carla));
    const link = /\/password\/[\w-]{43}/.exec(await created.text())?.[0] ?? "";
    expect((await fetch(app.origin + link)).status).toBe(200);
    const user = await userOf("carla@shop.example");
    const fields = { ...carla, email: "new@shop.example" };
    await post(`/admin/clients/${user?.id}`, Object.entries(fields));
    expect((await fetch(app.origin + link)).status).not.toBe(200);
  });

  test.each(["999999", "0", "-1", "1e3", "x", "99999999999999999999", "%00"])(
    "answers 404 for the number %s, whatever is done",
    async (id) => {
      expect((await admin.get(`/admin/clients/${id}`)).status).toBe(404);
      for (const action of [
        "",
        "/invite",
        "/reset",
        "/two-factor",
        "/disable",
        "/enable",
        "/delete",
      ])
        expect((await post(`/admin/clients/${id}${action}`, Object.entries(carla))).status).toBe(
          404,
        );
    },
  );
});

describe("GET /admin/clients", () => {
  test("tells of each the role, the sites, the state and the second factor, and searches all", async () => {
    const { work } = app.database;
    await signedIn(app, { email: "carla@shop.example", role: "client", siteIds });
    await signedIn(app, { email: "dora@shop.example", role: "client" });
    await work`update users set disabled_at = now() where email = 'dora@shop.example'`;
    await work`update users set totp_secret = '\\x00' where email = 'carla@shop.example'`;
    await post("/admin/clients", Object.entries({ ...carla, name: "Ewa", email: "e@x.example" }));
    const html = await (await admin.get("/admin/clients?q=MOSS.ex")).text();
    const text = (name: string) =>
      (html.split("<tr").find((row) => row.includes(`>${name}</a>`)) ?? "")
        .replaceAll(/<[^>]+>/g, " ")
        .replaceAll(/\s+/g, " ");
    expect(text("carla")).toMatch(/Client fern.example moss.example Active On/);
    expect(text("dora")).toMatch(/Client None yet Disabled Off Never/);
    expect(text("Ewa")).toMatch(/Invited/);
    expect(text("admin")).toMatch(/\(you\).*Admin All sites Active/);
    const hidden = html.match(/<tr data-search="[^"]*" hidden/g) ?? [];
    expect(hidden).toHaveLength(3);
    expect(hidden.join()).not.toContain("carla");
  });

  test("says what to do first: add a site, then invite", async () => {
    const alone = await (await admin.get("/admin/clients")).text();
    expect(alone).toContain("No client yet");
    expect(alone).toMatch(/href="\/admin\/clients\/new" class="btn"/);
    await app.database.work`update sites set archived_at = now()`;
    const empty = await (await admin.get("/admin/clients")).text();
    await app.database.work`update sites set archived_at = null`;
    expect(empty).toContain("Add a site first");
  });
});
