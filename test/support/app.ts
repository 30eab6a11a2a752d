import { startSession } from "#src/auth/session.ts";
import { createCollector } from "#src/collect/collector.ts";
import { type Config, loadConfig } from "#src/config.ts";
import { userSites, users } from "#src/db/schema/tables.ts";
import { createApp } from "#src/http/app.ts";
import { startSiteTasks } from "#src/jobs/site-tasks.ts";
import type { Locale } from "#src/lib/locale.ts";
import { openPost } from "#src/mail/post.ts";
import { figureWriters } from "#src/reports/letters.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { createFolder } from "./folder.ts";

/** The whole server in this process, on a database and a port of its own. */
export interface TestApp {
  origin: string;
  database: TestDatabase;
  /** Moves the server's clock. */
  setNow(now: Date | null): void;
  /** Sends the mails that are due, as the minute's job does; wants a mail server in its config. */
  deliverMails(): Promise<void>;
  /** Lines of its log. */
  lines: string[];
  /** Every path that is mounted, as `GET /sites/:domain`. */
  doors: string[];
  stop(): Promise<void>;
}

export async function startTestApp(config: Partial<Config> = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const folder = createFolder("app");
  const lines: string[] = [];
  let fixed: Date | null = null;
  const parts = {
    config: { ...loadConfig({}, {}), dataDir: folder.path, ...config },
    database,
    version: "0.0.0",
    now: () => fixed ?? new Date(),
    log: (...line: unknown[]) => void lines.push(JSON.stringify(line)),
  };
  const collector = createCollector({ ...parts, onCommit: () => {} });
  const mail = openPost({ ...parts, writers: figureWriters(parts) });
  const tasks = startSiteTasks(parts);
  const deps = { ...parts, readCollector: collector.stats, mail, wakeTasks: tasks.wake };
  const app = await createApp(deps, collector);
  app.listen({ hostname: "127.0.0.1", port: config.port ?? 0 });
  return {
    origin: `http://127.0.0.1:${app.server?.port}`,
    database,
    setNow: (now) => {
      fixed = now;
    },
    deliverMails: mail.deliver,
    lines,
    doors: app.routes.map(({ method, path }) => `${method} ${path}`),
    stop: async () => {
      await app.server?.stop(true);
      await Promise.all([mail.stop(), tasks.stop()]);
      await collector.flush();
      await database.drop();
      folder.remove();
    },
  };
}

/** Somebody at a browser of their own: keeps the cookie and sends what a browser would. */
export interface Person {
  userId: number;
  csrf: string;
  cookie: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(
    path: string,
    fields?: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Response>;
}

/** Somebody who has not signed in. */
export function stranger(app: TestApp): Person {
  return personOf(app, { userId: 0, csrf: "", cookie: "" });
}

interface NewUser {
  email: string;
  role: "admin" | "client";
  siteIds?: number[];
  /** Those of them whose settings they may change. */
  editableSiteIds?: number[];
  locale?: Locale;
  passwordHash?: string;
  now?: Date;
}

/** Makes a user who has signed in. */
export async function signedIn(app: TestApp, fields: NewUser): Promise<Person> {
  const { orm, work } = app.database;
  const { email, role, siteIds = [], locale = "en", passwordHash = "none", now } = fields;
  const { editableSiteIds = [] } = fields;
  const [user] = await orm
    .insert(users)
    .values({ email, role, name: email.split("@")[0] ?? "", locale, passwordHash })
    .returning({ id: users.id });
  const userId = user?.id ?? 0;
  for (const siteId of new Set([...siteIds, ...editableSiteIds])) {
    const canEdit = editableSiteIds.includes(siteId);
    await orm.insert(userSites).values({ userId, siteId, canEdit });
  }
  const id = await startSession(orm, userId, now ?? new Date());
  const [session] = await work<{ csrf_token: string }[]>`
    select csrf_token from sessions where user_id = ${userId}
  `;
  const cookie = `tracker_session=${id}`;
  return personOf(app, { userId, csrf: session?.csrf_token ?? "", cookie });
}

function personOf(
  { origin }: TestApp,
  { userId, csrf, cookie }: { userId: number; csrf: string; cookie: string },
): Person {
  const common: Record<string, string> = cookie ? { cookie } : {};
  return {
    userId,
    csrf,
    cookie,
    get: (path, headers = {}) =>
      fetch(origin + path, { redirect: "manual", headers: { ...common, ...headers } }),
    post: (path, fields = {}, headers = {}) =>
      fetch(origin + path, {
        method: "POST",
        redirect: "manual",
        headers: { ...common, "sec-fetch-site": "same-origin", ...headers },
        body: new URLSearchParams({ ...(csrf ? { _csrf: csrf } : {}), ...fields }),
      }),
  };
}
