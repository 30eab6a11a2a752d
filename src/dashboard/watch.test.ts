import { afterAll, beforeAll, expect, test } from "bun:test";
import { startSession } from "#src/auth/session.ts";
import { signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { makeSite } from "#test/support/events.ts";

const domains = ["fern.example", "moss.example"];
const listenersMax = 20;

let app: TestApp;
let siteIds: number[];
beforeAll(async () => {
  app = await startTestApp();
  siteIds = await Promise.all(domains.map((domain) => makeSite(app.database.work, domain)));
}, 60_000);
afterAll(() => app.stop());

test("one person takes twenty streams at the most, on whichever sites and devices", async () => {
  const carla = await signedIn(app, { email: "carla@x.example", role: "client", siteIds });
  const ben = await signedIn(app, { email: "ben@x.example", role: "client", siteIds });
  const other = await startSession(app.database.orm, carla.userId, new Date());
  const cookies = [carla.cookie, `tracker_session=${other}`];
  const look = (at: number, cookie = cookies[at % 2] ?? "") =>
    stranger(app).get(`/sites/${domains[Math.floor(at / 2) % 2]}/live`, { cookie });
  const streams = await Promise.all(Array.from({ length: listenersMax }, (_, at) => look(at)));
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
  for (const at of [0, 1, 2, 3]) expect((await look(at)).status).toBe(503);
  const others = await look(0, ben.cookie);
  expect(others.status).toBe(200);
  // A page that is left makes room for another.
  await streams[0]?.body?.cancel();
  let again = await look(1);
  for (let tries = 0; again.status !== 200 && tries < 500; tries++) {
    await Bun.sleep(20);
    again = await look(1);
  }
  expect(again.status).toBe(200);
  for (const { body } of [...streams.slice(1), others, again]) await body?.cancel();
}, 60_000);
