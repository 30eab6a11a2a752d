import type { Locale } from "#src/lib/locale.ts";
import type { List } from "#src/stats/count.ts";
import type { ListOrder } from "#src/stats/list-order.ts";
import { nameOfValue } from "#views/dashboard/row-name.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

/**
 * An order whose search also finds what people read instead of a value: France for FR, Direct or
 * unknown for nothing at all. Accents make no difference there: Etats finds États-Unis.
 */
export function withNames(order: ListOrder, list: List, locale: Locale): ListOrder {
  if (!order.search) return order;
  const part = folded(order.search);
  const named = codesOf(list, locale).filter((value) =>
    folded(nameOfValue({ locale, dimension: list, value })).includes(part),
  );
  return { ...order, named };
}

/** The values of a list that are shown by a name. */
function codesOf(list: List, locale: Locale): string[] {
  const { dashboard } = messagesFor(locale);
  switch (list) {
    case "country":
      return ["", ...letters.flatMap((first) => letters.map((second) => first + second))];
    case "channel":
      return Object.keys(dashboard.channels);
    case "device":
      return ["", ...Object.keys(dashboard.devices)];
    case "kind":
      return Object.keys(dashboard.kinds);
    default:
      return [""];
  }
}

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
