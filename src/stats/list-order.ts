import { type FigureName, figureNames } from "./figures.ts";

/** Which part of a list is wanted, and in which order. Shape: `limit` null is all of it. */
export interface ListOrder {
  by: FigureName;
  direction: "asc" | "desc";
  limit: number | null;
  offset: number;
}

/** The leading values first, all of them. */
export const defaultOrder: Readonly<ListOrder> = {
  by: "visitors",
  direction: "desc",
  limit: null,
  offset: 0,
};

const countMax = 1_000_000;

/**
 * Reads `sort` (a figure, with a minus before it for the largest first), `limit` and `offset`.
 * Errors: none; whatever is missing or makes no sense is taken as the default.
 */
export function parseOrder(params: URLSearchParams): ListOrder {
  const [, minus = "", name = ""] = /^(-?)(\w+)$/.exec(params.get("sort") ?? "") ?? [];
  const by = figureNames.find((figure) => figure === name);
  const { direction } = defaultOrder;
  const limit = parseCount(params.get("limit"));
  return {
    by: by ?? defaultOrder.by,
    direction: by ? (minus ? "desc" : "asc") : direction,
    limit: limit === 0 ? null : limit,
    offset: parseCount(params.get("offset")) ?? 0,
  };
}

/** Sets the parameters that `parseOrder` reads the same order from; defaults are left out. */
export function writeOrder(params: URLSearchParams, { by, direction, limit, offset }: ListOrder) {
  if (by !== defaultOrder.by || direction !== defaultOrder.direction)
    params.set("sort", `${direction === "desc" ? "-" : ""}${by}`);
  if (limit !== null) params.set("limit", String(limit));
  if (offset > 0) params.set("offset", String(offset));
}

function parseCount(text: string | null): number | null {
  if (!text || !/^\d{1,7}$/.test(text)) return null;
  return Math.min(Number(text), countMax);
}
