import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mailRefusals, mails, sites } from "#src/db/schema/tables.ts";
import { type AlertPayload, queueMail } from "#src/mail/outbox.ts";
import { signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";

const now = new Date("2026-11-27T14:07:00Z");
let smtp: TestSmtp;
let app: TestApp;
let siteId = 0;

beforeAll(async () => {
  smtp = await startSmtp();
  app = await startTestApp(smtp.config);
  app.setNow(now);
}, 60_000);
afterAll(async () => {
  await app.stop();
  await smtp.stop();
});
beforeEach(async () => {
  smtp.mails.length = 0;
  await app.database.work`truncate mails, users, sites, mail_refusals cascade`;
  const [site] = await app.database.orm
    .insert(sites)
    .values({
      ...{ key: "shop", domain: "shop.example", name: "Fern & Sons", timeZone: "Europe/Paris" },
      ...{ locale: "fr", alertSpike: true, reportEmails: ["boss@x.example"] },
    })
    .returning({ id: sites.id });
  siteId = site?.id ?? 0;
});

async function send(recipient: string, fields: Partial<AlertPayload> = {}): Promise<void> {
  const hour = { alert: "spike", at: "2026-11-27T13:00:00.000Z", visitors: 1240 } as const;
  const payload = { ...hour, siteId, usual: 40.5, ...fields };
  await queueMail(app.database.orm, { kind: "alert", recipient, payload, now });
  await app.deliverMails();
}
const states = async () => (await app.database.orm.select().from(mails)).map(({ state }) => state);

describe("an alert", () => {
  test("says to an admin, in their language and by the site's clock, what is unusual", async () => {
    await signedIn(app, { email: "admin@x.example", role: "admin" });
    await send("admin@x.example");
    const [mail] = await smtp.wait(1);
    expect(mail?.subject).toBe("Many more visitors than usual on Fern & Sons");
    expect(mail?.text).toContain(
      "On Friday, 27 November 2026, from 14:00 to 15:00, 1,240 visitors were on Fern & Sons.",
    );
    expect(mail?.text).toContain("Usually there are about 41");
    expect(mail?.html).toContain("Fern &amp; Sons");
    expect(mail?.html).toContain('href="http://stats.example/sites/shop.example"');
  });

  test("tells a silence to an address of the site in the site's language", async () => {
    const silence = { alert: "silence", visitors: 0, usual: 0 } as const;
    await send("boss@x.example", { ...silence, at: "2026-11-26T13:05:00.000Z" });
    const [mail] = await smtp.wait(1);
    expect(mail?.subject).toBe("Plus rien sur Fern & Sons depuis un jour");
    expect(mail?.text).toContain("jeudi 26 novembre 2026 à 14\u00a0h\u00a005");
  });

  test("carries the link that ends alerts, in its head and at its foot", async () => {
    await send("boss@x.example");
    const [mail] = await smtp.wait(1);
    const url = /<(http:\/\/stats\.example\/unsubscribe\/[\w.-]+)>/.exec(
      mail?.headers["list-unsubscribe"]?.replace(/\s/g, "") ?? "",
    )?.[1];
    expect(mail?.headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
    expect(mail?.text).toContain(`Ne plus recevoir d’alertes\r\n${url}`);
    expect(mail?.html).toContain(`href="${url}"`);
    await stranger(app).post(new URL(url ?? "").pathname);
    expect(await app.database.orm.select().from(mailRefusals)).toMatchObject([
      { address: "boss@x.example", kind: "alert" },
    ]);
  });

  test.each([
    [
      "a site that was archived since",
      async () => {
        await app.database.orm.update(sites).set({ archivedAt: now });
      },
    ],
    [
      "an address that the site does not name any more",
      async () => {
        await app.database.orm.update(sites).set({ reportEmails: [] });
      },
    ],
    [
      "an address that refuses alerts",
      async () => {
        await app.database.orm
          .insert(mailRefusals)
          .values({ address: "boss@x.example", kind: "alert" });
      },
    ],
  ])("is needless for %s", async (_what, change) => {
    await change();
    await send("boss@x.example");
    expect(await states()).toEqual(["needless"]);
    expect(smtp.mails).toEqual([]);
  });
});
