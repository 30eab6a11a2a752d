import fc from "fast-check";
import { type Filter, operators } from "#src/stats/filter.ts";

/** Values that the events of the oracle's test have, and some that none has. */
const values: Partial<Record<Filter["dimension"], readonly string[]>> = {
  path: ["/", "/a", "É", "/A%b", "b", "%", "_", "\\", "/none"],
  entry_path: ["/", "/a", "b"],
  exit_path: ["/", "/b_c", "a"],
  source: ["", "Google", "oo"],
  country: ["", "FR", "DE", "f"],
  device: ["mobile", "desk"],
  utm_source: ["", "letter"],
  kind: ["tel", "form", "out"],
  event: ["order", "Sign up", "SIGN"],
  target: ["tel:+331", "https", "a.example"],
  "prop:plan": ["pro", "free", "r"],
  "prop:seats": ["3"],
};
const anyFilter = fc
  .constantFrom(...(Object.keys(values) as Filter["dimension"][]))
  .chain((dimension) =>
    fc.record({
      dimension: fc.constant(dimension),
      operator: fc.constantFrom(...operators),
      values: fc.uniqueArray(fc.constantFrom(...(values[dimension] ?? [])), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  )
  .filter(({ operator, values: own }) => operator.startsWith("is") || !own.includes(""));
/** Up to three filters, of any kind and on anything. */
export const anyFilters = fc.array(anyFilter, { maxLength: 3 });
