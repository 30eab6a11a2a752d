import { type FigureName, figureNames } from "./figures.ts";

/** What a list can be ordered by besides figures: of two of them the first divided by the second. */
export const rates = {
  viewsPerVisit: ["pageviews", "visits"],
  bounceRate: ["bounces", "visits"],
  duration: ["engagedMs", "visits"],
  timeOnPage: ["engagedMs", "pageviews"],
  scrollDepth: ["scroll", "visits"],
} as const satisfies Record<string, readonly [FigureName, FigureName]>;

/** One of the rates. */
export type RateName = keyof typeof rates;

/** Which part of a list is wanted, and in which order. Shape: `limit` null is all of it. */
export interface ListOrder {
  by: FigureName | RateName | "value";
  direction: "asc" | "desc";
  limit: number | null;
  offset: number;
  /** Only values that contain this, without regard to case, in every script. */
  search?: string;
  /** Values that are wanted besides, such as FR, for whoever searches for France. */
  named?: readonly string[];
}

/** The leading values first, all of them. */
export const defaultOrder: Readonly<ListOrder> = {
  by: "visitors",
  direction: "desc",
  limit: null,
  offset: 0,
};

const countMax = 1_000_000;
const searchMax = 200;
const columns = [...figureNames, ...(Object.keys(rates) as RateName[]), "value"] as const;

/**
 * Reads `sort` (a figure, a rate or `value`, with a minus before it for the largest first), `search`,
 * `limit` and `offset`. Errors: none; whatever is missing or makes no sense is taken as the default.
 */
export function parseOrder(params: URLSearchParams): ListOrder {
  const [, minus = "", name = ""] = /^(-?)(\w+)$/.exec(params.get("sort") ?? "") ?? [];
  const by = columns.find((column) => column === name);
  const { direction } = defaultOrder;
  const limit = parseCount(params.get("limit"));
  const search = params.get("search")?.trim().slice(0, searchMax).trim();
  return {
    by: by ?? defaultOrder.by,
    direction: by ? (minus ? "desc" : "asc") : direction,
    limit: limit === 0 ? null : limit,
    offset: parseCount(params.get("offset")) ?? 0,
    ...(search ? { search } : {}),
  };
}

/** Sets the parameters that `parseOrder` reads the same order from; defaults are left out. */
export function writeOrder(params: URLSearchParams, order: ListOrder) {
  const { by, direction, limit, offset, search } = order;
  if (by !== defaultOrder.by || direction !== defaultOrder.direction)
    params.set("sort", `${direction === "desc" ? "-" : ""}${by}`);
  if (search) params.set("search", search);
  if (limit !== null) params.set("limit", String(limit));
  if (offset > 0) params.set("offset", String(offset));
}

function parseCount(text: string | null): number | null {
  if (!text || !/^\d{1,7}$/.test(text)) return null;
  return Math.min(Number(text), countMax);
}
