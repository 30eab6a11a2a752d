import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { startProjector } from "#src/stats/project/projector.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";

let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp();
  admin = await signedIn(app, { email: "admin@x.example", role: "admin" });
  const site_id = await makeSite(app.database.work, "shop.example");
  const ts = new Date(Date.now() - 60_000).toISOString();
  // One visitor has sent three events, two others a form each.
  const acts = [
    [1, "custom"],
    [1, "custom"],
    [1, "custom"],
    [2, "form"],
    [3, "form"],
  ] as const;
  await storeEvents(
    app.database.work,
    acts.map(([visitor, kind], id) => eventOf({ site_id, ts, visitor, id, kind, name: kind })),
  );
  const projector = startProjector({ database: app.database, log: () => {} });
  await projector.settle();
  await projector.stop();
});
afterAll(() => app.stop());

describe("the card of actions", () => {
  test.each(["kinds", "events"])("is ordered by the number it shows: %p", async (tab) => {
    const html = await (await admin.get(`/sites/shop.example?actions=${tab}`)).text();
    const card = /id="panel-actions".*?<\/section>/s.exec(html)?.[0] ?? "";
    const counts = [...card.matchAll(/<\/th><td>(\d+)/g)].map(([, count]) => Number(count));
    expect(counts).toEqual([3, 2]);
  });
});
