import { type Weighted, zipf } from "./random.ts";

/** What a page is for, which decides how long people stay and where they go next. */
export type PageKind = "home" | "shop" | "product" | "blog" | "post" | "info" | "cart" | "thanks";

const products = [
  "house-blend",
  "ethiopia-yirgacheffe",
  "colombia-huila",
  "espresso-no-7",
  "tasting-box",
  "brazil-santos",
  "kenya-nyeri",
  "decaf-mexico",
  "v60-kit",
  "hand-grinder",
  "gift-card",
  "moka-pot",
  "filter-papers",
  "burr-set",
];
const posts = [
  "how-to-brew-v60",
  "grind-size-chart",
  "descale-an-espresso-machine",
  "cold-brew-ratio",
  "moka-pot-guide",
  "water-for-coffee",
  "how-long-does-coffee-keep",
  "french-press-without-grit",
  "arabica-or-robusta",
  "what-fair-prices-mean",
  "milk-for-latte-art",
  "our-new-roaster",
  "a-week-in-huila",
  "coffee-and-sleep",
  "reading-a-coffee-label",
  "aeropress-recipes",
  "washed-natural-honey",
  "storing-beans",
  "office-coffee-that-is-good",
  "ten-years-of-fernside",
];
const infos = [
  "/contact",
  "/about",
  "/delivery",
  "/subscription",
  "/workshops",
  "/wholesale",
  "/faq",
  "/jobs",
  "/legal",
];

/** The pages of each kind, the most read first. */
export const pagesOf: Record<PageKind, Weighted<string>> = {
  home: [["/", 1]],
  shop: [
    ["/shop", 6],
    ["/shop/beans", 3],
    ["/shop/equipment", 2],
  ],
  product: zipf(products.map((slug) => `/shop/${slug}`)),
  blog: [["/blog", 1]],
  post: zipf(posts.map((slug) => `/blog/${slug}`)),
  info: zipf(infos),
  cart: [["/cart", 1]],
  thanks: [["/checkout/thank-you", 1]],
};

/** How many seconds people look at a page of a kind: the median. */
export const secondsOn: Record<PageKind, number> = {
  home: 11,
  shop: 18,
  product: 27,
  blog: 14,
  post: 68,
  info: 24,
  cart: 41,
  thanks: 9,
};

/** Where people go from a page of a kind; `null` is away. */
export const nextFrom: Record<PageKind, Weighted<PageKind | null>> = {
  home: [
    [null, 30],
    ["shop", 31],
    ["product", 10],
    ["info", 18],
    ["blog", 7],
    ["post", 4],
  ],
  shop: [
    [null, 22],
    ["product", 56],
    ["shop", 8],
    ["home", 6],
    ["info", 6],
    ["cart", 2],
  ],
  product: [
    [null, 31],
    ["product", 25],
    ["shop", 20],
    ["cart", 16],
    ["info", 6],
    ["home", 2],
  ],
  blog: [
    [null, 27],
    ["post", 58],
    ["home", 8],
    ["shop", 7],
  ],
  post: [
    [null, 64],
    ["post", 15],
    ["product", 7],
    ["shop", 5],
    ["home", 5],
    ["blog", 4],
  ],
  info: [
    [null, 47],
    ["info", 21],
    ["shop", 14],
    ["home", 13],
    ["product", 5],
  ],
  cart: [
    [null, 53],
    ["thanks", 21],
    ["shop", 13],
    ["product", 8],
    ["info", 5],
  ],
  thanks: [
    [null, 80],
    ["home", 20],
  ],
};
