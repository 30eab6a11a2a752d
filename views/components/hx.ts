/** What an element asks htmx for; the names are htmx's own attributes without `hx-`. */
export interface HxOptions {
  get?: string;
  post?: string;
  target?: string;
  swap?: string;
  select?: string;
  trigger?: string;
  include?: string;
  indicator?: string;
  sync?: string;
  "push-url"?: "true" | "false";
  "replace-url"?: "true" | "false";
  /** What becomes of a 422, such as `select:#form`: tsc would not take the colon in TSX. */
  "status:422"?: string;
  "sse:connect"?: string;
  // What a part of the page says once for everything inside it.
  "target:inherited"?: string;
  "swap:inherited"?: string;
  "push-url:inherited"?: "true" | "false";
  "replace-url:inherited"?: "true";
  "select:inherited"?: string;
  "sync:inherited"?: string;
  "indicator:inherited"?: string;
}

/** Attributes for htmx, to be spread; a hyphenated attribute that is mistyped escapes tsc. */
export function hx(options: HxOptions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [`hx-${name}`, value as string]),
  );
}
