import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { makeSite } from "#test/support/events.ts";

let app: TestApp;
let admin: Person;
let siteId: number;
beforeAll(async () => {
  app = await startTestApp();
  admin = await signedIn(app, { email: "admin@x.example", role: "admin" });
  siteId = await makeSite(app.database.work, "fern.example");
}, 60_000);
afterAll(() => app.stop(), 60_000);
afterEach(async () => {
  await app.database.work`delete from users where email <> 'admin@x.example'`;
});

const email = "carla@shop.example";
const client = () => signedIn(app, { email, role: "client", siteIds: [siteId] });
const doTo = ({ userId }: Person, action: string, fields: Record<string, string> = {}) =>
  admin.post(`/admin/clients/${userId}/${action}`, fields);
const isIn = async (person: Person) => (await person.get("/sites")).status === 200;
const linkIn = async (response: Response) =>
  /\/password\/[\w-]{43}/.exec(await response.text())?.[0] ?? "no link";
const opens = async (link: string) => (await fetch(app.origin + link)).status === 200;

/** What was written down of somebody since they are there. */
async function actionsOn({ userId }: Person): Promise<string[]> {
  const rows = await app.database.work`
    select action
    from audit_logs, users
    where users.id = ${userId} and subject = email and at >= created_at
    order by audit_logs.id
  `;
  return rows.map(({ action }) => action);
}

/** Reads an event stream to its end; how long that took. Units: ms, Infinity for one that goes on. */
async function endOf(stream: Response, maxMs = 30_000): Promise<number> {
  const startedAt = performance.now();
  const reader = stream.body?.getReader();
  const late = Bun.sleep(maxMs).then(() => "late" as const);
  for (;;) {
    const part = await Promise.race([reader?.read(), late]);
    if (part === "late") {
      await reader?.cancel();
      return Number.POSITIVE_INFINITY;
    }
    if (part?.done) return performance.now() - startedAt;
  }
}

describe("POST /admin/clients/{id}/disable and /enable", () => {
  test("shuts out at once, and lets in again without the sessions and links of before", async () => {
    const person = await client();
    const link = await linkIn(await doTo(person, "reset"));
    expect(await opens(link)).toBe(true);
    expect((await doTo(person, "disable")).status).toBe(303);
    expect(await isIn(person)).toBe(false);
    expect(await opens(link)).toBe(false);
    expect((await doTo(person, "reset")).status).toBe(404);
    expect((await doTo(person, "enable")).status).toBe(303);
    expect(await isIn(person)).toBe(false);
    expect(await opens(link)).toBe(false);
    // Twice is once.
    await doTo(person, "enable");
    expect(await actionsOn(person)).toEqual(["client.reset", "client.disable", "client.enable"]);
  });
});

describe("an event stream that is open", () => {
  // A look at who may see it follows the one before after two seconds at the most, and one that
  // nothing ends goes on for five minutes.
  const endMaxMs = 15_000;

  test("ends when its reader is disabled", async () => {
    const person = await client();
    const other = await admin.get("/sites/fern.example/live");
    const stream = await person.get("/sites/fern.example/live");
    expect(stream.status).toBe(200);
    await Bun.sleep(1_000);
    await doTo(person, "disable");
    expect(await endOf(stream)).toBeLessThan(endMaxMs);
    // Another's goes on.
    expect(await endOf(other, 1_500)).toBe(Number.POSITIVE_INFINITY);
  }, 60_000);

  test("ends when the site is taken away, and when it is archived", async () => {
    const person = await client();
    const fields = { name: "Carla", email, role: "client", locale: "en" };
    let stream = await person.get("/sites/fern.example/live");
    await admin.post(`/admin/clients/${person.userId}`, fields);
    expect(await endOf(stream)).toBeLessThan(endMaxMs);
    expect((await person.get("/sites/fern.example/live")).status).toBe(404);
    const dora = { email: "dora@shop.example", role: "client" as const, siteIds: [siteId] };
    stream = await (await signedIn(app, dora)).get("/sites/fern.example/live");
    const { work } = app.database;
    await work`update sites set archived_at = now()`;
    expect(await endOf(stream)).toBeLessThan(endMaxMs);
    await work`update sites set archived_at = null`;
  }, 60_000);

  test("ends with its session, and not for another one", async () => {
    const person = await client();
    const stream = await person.get("/sites/fern.example/live");
    await person.post("/sign-out");
    expect(await endOf(stream)).toBeLessThan(endMaxMs);
  }, 60_000);

  test("tells whoever comes while others are looked after", async () => {
    const streams = [];
    for (let n = 0; n < 12; n += 1) {
      streams.push(await admin.get("/sites/fern.example/live"));
      await Bun.sleep(60);
    }
    const ends = await Promise.all(streams.map((stream) => endOf(stream, 1_500)));
    expect(ends).toEqual(streams.map(() => Number.POSITIVE_INFINITY));
  }, 60_000);
});

describe("POST /admin/clients/{id}/reset and /invite", () => {
  test("a reset shows a link once and ends every session, of which the newest link is left", async () => {
    const person = await client();
    const first = await linkIn(await doTo(person, "reset", { way: "copy" }));
    expect(await isIn(person)).toBe(false);
    const second = await linkIn(await doTo(person, "reset"));
    expect([await opens(first), await opens(second)]).toEqual([false, true]);
    expect((await doTo(person, "invite")).status).toBe(404);
  });

  test("a reset leaves the old password until the new one is set", async () => {
    const person = await client();
    await doTo(person, "reset");
    const [row] = await app.database.work`
      select password_hash from users where id = ${person.userId}
    `;
    expect(row?.password_hash).toBe("none");
  });

  test("an invitation is made again for who has not accepted, and only that", async () => {
    const person = await client();
    await app.database.work`update users set password_hash = null where id = ${person.userId}`;
    expect((await doTo(person, "reset")).status).toBe(404);
    expect(await opens(await linkIn(await doTo(person, "invite")))).toBe(true);
    expect(await actionsOn(person)).toEqual(["client.invite"]);
  });

  test("without mail a link is shown even to who asks for a mail", async () => {
    const person = await client();
    expect(await linkIn(await doTo(person, "reset", { way: "mail" }))).not.toBe("no link");
  });
});

describe("with mail", () => {
  test("the invitation and the reset are queued with no link in the row, or copied as one likes", async () => {
    const own = await startTestApp({
      publicUrl: "http://127.0.0.1",
      // Nobody listens there, so that the mails wait.
      smtpUrl: "smtp://127.0.0.1:1",
      mailFrom: "stats@x.example",
    });
    try {
      const boss = await signedIn(own, { email: "boss@x.example", role: "admin" });
      const fields = { name: "Carla", email, role: "client", locale: "en" };
      const created = await boss.post("/admin/clients", fields);
      const location = created.headers.get("location") ?? "";
      expect(location).toMatch(/^\/admin\/clients\/\d+\?invited$/);
      expect(await (await boss.get(location)).text()).toContain(`invitation to ${email} is on its`);
      const { work } = own.database;
      const [mail] = await work`select kind, recipient, payload from mails`;
      const userId = Number(/\d+/.exec(location)?.[0]);
      const payload = { userId, invitedBy: "boss" };
      expect(mail).toEqual({ kind: "invitation", recipient: email, payload });
      const copied = await boss.post(`/admin/clients/${userId}/invite`, { way: "copy" });
      expect(await copied.text()).toContain("http://127.0.0.1/password/");
      await work`update users set password_hash = 'none' where id = ${userId}`;
      await boss.post(`/admin/clients/${userId}/reset`, { way: "mail" });
      const kinds = () =>
        work`select kind from mails order by id`.then((all) => all.map((m) => m.kind));
      expect(await kinds()).toEqual(["invitation", "password_reset"]);
      // Who is disabled gets none of them.
      await boss.post(`/admin/clients/${userId}/disable`);
      expect(await kinds()).toEqual([]);
    } finally {
      await own.stop();
    }
  }, 60_000);
});

describe("POST /admin/clients/{id}/two-factor", () => {
  test("takes the second factor away and ends the sessions", async () => {
    const person = await client();
    const { work } = app.database;
    await work`update users set totp_secret = '\\x00' where id = ${person.userId}`;
    await doTo(person, "two-factor");
    const [row] = await work`select totp_secret from users where id = ${person.userId}`;
    expect(row?.totp_secret).toBeNull();
    expect(await isIn(person)).toBe(false);
  });
});

describe("POST /admin/clients/{id}/delete", () => {
  test("wants the address, then leaves nothing of them but the audit log", async () => {
    const person = await client();
    const { work } = app.database;
    await work`insert into mails (kind, recipient, state) values ('reset', ${email}, 'sent')`;
    const wrong = await doTo(person, "delete", { confirmed: "carla" });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain("This is not the address of the account.");
    const right = await doTo(person, "delete", { confirmed: " Carla@shop.example" });
    expect(right.headers.get("location")).toBe("/admin/clients?deleted");
    const [left] = await work`
      select
        (select count(*)::int from users where email = ${email}) as users,
        (select count(*)::int from sessions where user_id = ${person.userId}) as sessions,
        (select count(*)::int from user_sites where user_id = ${person.userId}) as sites,
        (select count(*)::int from mails where recipient = ${email}) as mails
    `;
    expect(left).toEqual({ users: 0, sessions: 0, sites: 0, mails: 0 });
    const [entry] = await work`
      select action, subject, before from audit_logs order by id desc limit 1
    `;
    expect(entry).toEqual({
      action: "client.delete",
      subject: email,
      before: { name: "carla", role: "client" },
    });
  });
});

describe("the last admin", () => {
  const demotion = { name: "x", email: "", role: "client", locale: "en" };
  const demote = (by: Person, whom: Person, address: string) =>
    by.post(`/admin/clients/${whom.userId}`, { ...demotion, email: address });
  const isAdmin = async ({ userId }: Person) => {
    const [row] = await app.database.work`
      select role = 'admin' and disabled_at is null as is from users where id = ${userId}
    `;
    return row?.is === true;
  };

  test("can be neither disabled, deleted nor demoted, not by themselves either", async () => {
    // Neither who has not accepted nor who is disabled could stand in.
    const invited = await signedIn(app, { email: "i@x.example", role: "admin" });
    const disabled = await signedIn(app, { email: "d@x.example", role: "admin" });
    const { work } = app.database;
    await work`update users set password_hash = null where id = ${invited.userId}`;
    await work`update users set disabled_at = now() where id = ${disabled.userId}`;
    expect((await doTo(admin, "disable")).status).toBe(409);
    expect((await doTo(admin, "delete", { confirmed: "admin@x.example" })).status).toBe(409);
    const demoted = await demote(admin, admin, "admin@x.example");
    expect(demoted.status).toBe(422);
    expect(await demoted.text()).toContain("There has to be another admin");
    expect(await isAdmin(admin)).toBe(true);
    expect(await isIn(admin)).toBe(true);
    const page = await (await admin.get(`/admin/clients/${admin.userId}`)).text();
    expect(page).toContain("This is the only admin who can sign in");
  });

  test.each(["disable", "delete", "demote"] as const)(
    "is left when two %s each other at once",
    async (how) => {
      for (let round = 0; round < 5; round += 1) {
        const addresses = [`a${round}@x.example`, `b${round}@x.example`] as const;
        const { work } = app.database;
        const one = await signedIn(app, { email: addresses[0], role: "admin" });
        const two = await signedIn(app, { email: addresses[1], role: "admin" });
        await work`update users set disabled_at = now() where id = ${admin.userId}`;
        const against = (by: Person, whom: Person, address: string) =>
          how === "demote"
            ? demote(by, whom, address)
            : by.post(`/admin/clients/${whom.userId}/${how}`, { confirmed: address });
        await Promise.all([against(one, two, addresses[1]), against(two, one, addresses[0])]);
        const left = [await isAdmin(one), await isAdmin(two)].filter(Boolean);
        await work`update users set disabled_at = null where id = ${admin.userId}`;
        await work`delete from users where id in (${one.userId}, ${two.userId})`;
        expect(left).toEqual([true]);
      }
    },
  );
});
