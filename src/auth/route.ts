import type { Config } from "#src/config.ts";
import type { Database } from "#src/db/client.ts";
import type { CollectStats } from "#src/lib/collect-stats.ts";
import type { Form } from "#src/lib/form.ts";
import type { Locale } from "#src/lib/locale.ts";
import type { Log } from "#src/lib/log.ts";

/** Who is asking: a signed-in user with the sites they may see. */
export interface Principal {
  userId: number;
  email: string;
  name: string;
  role: "admin" | "client";
  locale: Locale;
  theme: Theme;
  /** Ids of the sites a client was given; an admin sees all. */
  siteIds: number[] | "all";
  /** Those of them whose settings they may change. */
  editableSiteIds: number[] | "all";
  /** A second factor is asked of them and not set up: nothing else opens until it is. */
  mustSetUpTotp: boolean;
  sessionId: number;
  /** SHA-256 of the session's id: the session's key in the database. */
  sessionHash: Uint8Array;
  csrfToken: string;
}

/** Light or dark by hand, or as the person's system has it. */
export type Theme = "system" | "light" | "dark";

/** What the running server hands to every handler. */
export interface Deps {
  config: Config;
  database: Database;
  version: string;
  now: () => Date;
  log: Log;
  /** What the collector says of itself. */
  readCollector: () => CollectStats;
  /** Has long work on sites begun at once; called after the commit of a task. */
  wakeTasks: () => void;
  mail: Post;
}

/** What the doors know of the mail: whether there is any, and how to have it go at once. */
export interface Post {
  /** Whether the operator has said how mails are sent. */
  canSend: boolean;
  /** Sends what is waiting, in the background; called after the commit that queued it. */
  wake(): void;
  /** Sends what is waiting and resolves when it is done; the minute's job. */
  deliver(): Promise<void>;
  /**
   * What a mail of the outbox would say now, without the secret of a link; null when there is nobody
   * any more whom it concerns. `origin` is where links lead to as long as `PUBLIC_URL` is not set.
   */
  preview(id: number, origin: string): Promise<{ subject: string; text: string } | null>;
}

/** One request, as a handler of a page sees it. */
export interface Context {
  request: Request;
  url: URL;
  params: Record<string, string>;
  form: Form;
  /** The person's address, for the audit log and the throttle; never a visitor's. */
  ip: string;
  locale: Locale;
  principal: Principal | null;
  /** Lifts the server's idle time-out from this request; an event stream calls it first. */
  keepOpen: () => void;
  deps: Deps;
}

/** A request whose sender has signed in. */
export interface SignedInContext extends Context {
  principal: Principal;
}

type Handler<C extends Context> = (context: C) => Response | Promise<Response>;

/**
 * One door of the pages. `http/` mounts the table and puts the guard that `access` names before
 * `handle`: no route can forget it, and a test walks the table.
 */
export type Route = { method: "GET" | "POST"; path: string } & (
  | ({ access: "public"; handle: Handler<Context> } & PublicDoorRules)
  | ({ access: "signed-in" | "admin"; handle: Handler<SignedInContext> } & DoorRules)
);

interface DoorRules {
  /** Open also to who still has to set up the second factor that is asked of them. */
  isOpenBeforeTotp?: boolean;
}

interface PublicDoorRules {
  /**
   * Takes a POST from anywhere, and reads nothing of it: what a mail program sends for its reader,
   * without a cookie and in an encoding of its choice. The secret in the path is what is checked.
   */
  isOneClick?: boolean;
}

type Method = Route["method"];

/** A page for anybody; a form it shows is still checked for its origin, but for `isOneClick`. */
export function publicRoute(
  method: Method,
  path: string,
  handle: Handler<Context>,
  rules: PublicDoorRules = {},
): Route {
  return { method, path, access: "public", handle, ...rules };
}

/** A page for whoever has signed in; it looks sites up through the principal. */
export function signedInRoute(
  method: Method,
  path: string,
  handle: Handler<SignedInContext>,
  rules: DoorRules = {},
): Route {
  return { method, path, access: "signed-in", handle, ...rules };
}

/** A page for admins; to a client it answers as if it did not exist. */
export function adminRoute(method: Method, path: string, handle: Handler<SignedInContext>): Route {
  return { method, path, access: "admin", handle };
}
