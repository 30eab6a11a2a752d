import type { PageKind } from "./pages.ts";
import type { Random } from "./random.ts";

/** What the collector stores of an event besides where and when. */
export interface DemoAction {
  kind: string;
  name: string;
  target: string;
  props: Record<string, string | number> | null;
}

const phoneNumber = "tel:+33400000000";
const mailAddress = "mailto:hello@demo.example";
const prices: Record<string, number> = { "v60-kit": 34, "hand-grinder": 89, "burr-set": 46 };
const usualPrice = 14;

/** What somebody does on a page of a kind: mostly nothing. */
export function actionsOn(random: Random, kind: PageKind, path: string): DemoAction[] {
  const all: (DemoAction | false)[] = [
    random.chance(0.012) && named("form", "newsletter"),
    random.chance(0.008) && pointed("outbound", "https://www.instagram.com/fernside.example"),
    ...onKind(random, kind, path),
  ];
  return all.filter((action) => action !== false);
}

function onKind(random: Random, kind: PageKind, path: string): (DemoAction | false)[] {
  switch (kind) {
    case "home":
      return [random.chance(0.05) && named("cta", "subscribe-banner")];
    case "product":
      return [random.chance(0.19) && added(path)];
    case "shop":
      return [
        random.chance(0.04) && search(random),
        random.chance(0.03) && named("cta", "tasting-box-banner"),
      ];
    case "post":
      return [
        random.chance(0.025) && pointed("download", "/files/brew-guide.pdf"),
        random.chance(0.02) && pointed("outbound", "https://barista-forum.example/"),
        random.chance(0.015) && named("cta", "shop-from-article"),
      ];
    case "thanks":
      return [bought(random)];
    case "info":
      return onInfo(random, path);
    default:
      return [];
  }
}

function onInfo(random: Random, path: string): (DemoAction | false)[] {
  switch (path) {
    case "/contact":
      return [
        random.chance(0.1) && pointed("tel", phoneNumber),
        random.chance(0.08) && pointed("mailto", mailAddress),
        random.chance(0.07) && named("form", "contact"),
        random.chance(0.09) && pointed("outbound", "https://www.openstreetmap.org/directions"),
      ];
    case "/wholesale":
      return [
        random.chance(0.12) && pointed("download", "/files/wholesale-prices.pdf"),
        random.chance(0.07) && named("form", "wholesale"),
      ];
    case "/workshops":
      return [random.chance(0.11) && named("form", "workshop-booking")];
    case "/subscription":
      return [random.chance(0.14) && named("cta", "start-subscription")];
    default:
      return [];
  }
}

function named(kind: string, name: string): DemoAction {
  return { kind, name, target: "", props: null };
}

function pointed(kind: string, target: string): DemoAction {
  return { kind, name: "", target, props: null };
}

function added(path: string): DemoAction {
  const product = path.slice("/shop/".length);
  const price = prices[product] ?? usualPrice;
  return { kind: "custom", name: "add-to-cart", target: "", props: { product, price } };
}

function bought(random: Random): DemoAction {
  const items = 1 + Math.floor(random.around(0.9, 0.7));
  const total = Math.round(items * random.between(usualPrice - 3, usualPrice + 12));
  return { kind: "custom", name: "purchase", target: "", props: { items, total } };
}

function search(random: Random): DemoAction {
  const words = [
    ["decaf", 5],
    ["gift", 3],
    ["espresso", 3],
    ["grinder", 2],
    ["organic", 1],
  ] as const;
  return { kind: "custom", name: "search", target: "", props: { words: random.pick(words) } };
}
