import type { CollectSite } from "#src/sites/directory.ts";
import type { Action } from "./action.ts";
import { blankRow, type EventRow } from "./event-row.ts";
import type { Message } from "./payload.ts";
import { makeStorable } from "./storable.ts";
import { eventId } from "./visitor.ts";

/**
 * What a message came with. Address and user agent live here and only here, as long as the request
 * is answered: nothing of it may be logged, and only what is worked out from it goes into a row.
 * (What watches rates and proxies, `rate.ts` and `crowd.ts`, keeps seeded hashes, and the address of
 * what seems to be a proxy.)
 */
export interface Arrival {
  key: string;
  ip: string;
  userAgent: string;
  /** The Origin header; null when there is none. */
  origin: string | null;
  /** The Accept-Language header. */
  languages: string;
  /** The browser sent Do Not Track or Global Privacy Control. */
  asksNotToTrack: boolean;
  /** The length that the request says its body has; 0 when it does not. */
  saidBytes: number;
  /** The X-Forwarded-For header, whether or not it was believed. */
  forwardedFor: string | null;
  readBody(): Promise<string>;
  /**
   * The id of the event that a server of the site reports; null for what browsers send. Such a
   * message tells of no view.
   */
  serverEventId: string | null;
  at: Date;
}

/**
 * A message on its way through the pipeline, and the rows that it becomes. What an earlier step
 * has to find out cannot be read before it did: that would be a step in the wrong place.
 */
export class Hit {
  /** The row of the page view. */
  readonly view: EventRow = blankRow();
  /** What else happened on the page. */
  action: Action | null = null;
  bytes = 0;
  #site: CollectSite | undefined;
  #message: Message | undefined;
  #page: URL | undefined;

  constructor(readonly arrival: Arrival) {}

  get site(): CollectSite {
    return required(this.#site, "site");
  }
  set site(site: CollectSite) {
    this.#site = site;
  }

  get message(): Message {
    return required(this.#message, "message");
  }
  set message(message: Message) {
    this.#message = message;
  }

  get page(): URL {
    return required(this.#page, "page");
  }
  set page(page: URL) {
    this.#page = page;
  }

  /** The view's row, which every message carries, and that of the event if it tells of one. */
  rows(): EventRow[] {
    const { view, action, message } = this;
    const { serverEventId } = this.arrival;
    makeStorable(view);
    if (!action) return [view];
    const at = this.arrival.at.getTime();
    const id = serverEventId ?? eventId(message.i, message.k);
    const event = { ...view, ...action, id, ts: at, last_seen_at: at, engaged_ms: 0, scroll: 0 };
    makeStorable(event);
    return serverEventId === null ? [view, event] : [event];
  }
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the ${name} is read before a step has put it`);
  return value;
}
