// What stands before a value, drawn like the icons on a grid of 24 with strokes of 2, or letters.
// They say which family a value is of; nobody's trade mark is drawn.

const shapes = {
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0c5 5 5 13 0 18m0-18c-5 5-5 13 0 18M3 12h18",
  desktop: "M4 4h16v12H4zm4 16h8m-4-4v4",
  phone: "M7 2h10v20H7zm4 17h2",
  tablet: "M4 2h16v20H4zm7 17h2",
  tv: "M3 8h18v12H3zm5-5 4 5 4-5",
  gamepad:
    "M7 7h10a5 5 0 0 1 5 5v3a3 3 0 0 1-5.5 1.5L15 15H9l-1.5 1.5A3 3 0 0 1 2 15v-3a5 5 0 0 1 5-5Zm0 4h3m-1.5-1.5v3M16 11h.01",
  arrow: "M4 12h15m-6-6 6 6-6 6",
  outbound: "M8 4H4v16h16v-4M13 4h7v7m0-7-9 9",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm9 16-4-4",
  people:
    "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 9a7 7 0 0 1 14 0m0-17a4 4 0 0 1 0 8m3 3a7 7 0 0 1 3 6",
  link: "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1m2 3.5a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1",
  mail: "M3 5h18v14H3zm0 2 9 6 9-6",
  spark: "M12 3c1 6 3 8 9 9-6 1-8 3-9 9-1-6-3-8-9-9 6-1 8-3 9-9Z",
  coin: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm3 6a4 4 0 1 0 0 6m-8-4h6m-6 2.5h6",
  megaphone: "M3 10v4h4l12 5V5L7 10zm4 4 1.5 6H11l-1-4.5",
  call: "M5 3h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4a2 2 0 0 1-2 2A17 17 0 0 1 3 5a2 2 0 0 1 2-2Z",
  form: "M4 4h16v16H4zm4 5h8m-8 3h8m-8 3h4",
  pointer: "m5 4 15 7-6 2-3 7z",
  download: "M12 4v11m-5-5 5 5 5-5M4 20h16",
  play: "M3 5h18v14H3zm7 4v6l5-3z",
  camera: "M4 4h16v16H4zm8 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm4.5-1h.01",
  bubble: "M21 12a8 8 0 0 1-12 7l-5 1 1.5-4.5A8 8 0 1 1 21 12Z",
  pin: "M12 21c5-5 7-8 7-11a7 7 0 0 0-14 0c0 3 2 6 7 11Zm0-13a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  code: "m8 6-6 6 6 6m8-12 6 6-6 6",
  ring: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 5a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm0 0h8m-4.5 6-4 6.5m-3-6.5-4-6.5",
  swirl: "M12 3a9 9 0 1 0 9 9c0-3-1.5-5-3-6 .5 2 0 3-1 3-1.5 0-1-4-5-6Zm0 6a4 4 0 1 0 4 4",
  compass: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm4 5-2.5 5.5L8 16l2.5-5.5z",
  wave: "M3 13a9 9 0 0 1 18 0c0 3-5 4-7 2m-11-2c0-5 10-5 10 0-2 3 0 7 5 6a9 9 0 0 1-15-6Z",
  oval: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4c-5 0-5 10 0 10s5-10 0-10Z",
  planet: "M12 6a6 6 0 1 0 0 12 6 6 0 0 0 0-12Zm-6 4c-9 6-1 8 7 4s12-10 5-8",
  shield: "M12 3 5 5v7c0 4 3 7 7 9 4-2 7-5 7-9V5z",
  panes: "M4 4h7v7H4zm9 0h7v7h-7zm-9 9h7v7H4zm9 0h7v7h-7z",
  command:
    "M9 9h6v6H9zm0 0V6a3 3 0 1 0-3 3zm6 0h3a3 3 0 1 0-3-3zm0 6v3a3 3 0 1 0 3-3zm-6 0H6a3 3 0 1 0 3 3z",
  robot: "M5 10a7 7 0 0 1 14 0v9H5zm2-7 2 2m8-2-2 2M9.5 11h.01m4.99 0h.01M5 14h14",
  terminal: "M3 4h18v16H3zm4 5 3 3-3 3m6 0h4",
  laptop: "M5 5h14v10H5zm-3 14h20",
} as const;

type ShapeName = keyof typeof shapes;

/** Something drawn or written. */
export type Glyph = { shape: string } | { letters: string };

// Names that are not here are letters or of the kind that their list has.
const known: Record<string, Record<string, ShapeName>> = {
  device: { desktop: "desktop", mobile: "phone", tablet: "tablet", tv: "tv", console: "gamepad" },
  channel: {
    direct: "arrow",
    search: "search",
    social: "people",
    email: "mail",
    ai: "spark",
    paid: "coin",
    campaign: "megaphone",
    referral: "link",
  },
  kind: {
    outbound: "outbound",
    tel: "call",
    mailto: "mail",
    form: "form",
    cta: "pointer",
    download: "download",
    custom: "spark",
  },
  browser: {
    Chrome: "ring",
    Chromium: "ring",
    Firefox: "swirl",
    "Firefox Focus": "swirl",
    Safari: "compass",
    Edge: "wave",
    Opera: "oval",
    "Opera GX": "oval",
    "Opera Mini": "oval",
    "Opera Touch": "oval",
    "Samsung Internet": "planet",
    Brave: "shield",
    Instagram: "camera",
    "Android Browser": "robot",
  },
  os: {
    Windows: "panes",
    macOS: "command",
    iOS: "phone",
    Android: "robot",
    Linux: "terminal",
    ChromeOS: "laptop",
    PlayStation: "gamepad",
    Xbox: "gamepad",
    Nintendo: "gamepad",
  },
  source: {
    "": "arrow",
    Instagram: "camera",
    YouTube: "play",
    Vimeo: "play",
    Twitch: "play",
    TikTok: "play",
    WhatsApp: "bubble",
    Telegram: "bubble",
    Signal: "bubble",
    Discord: "bubble",
    Slack: "bubble",
    Threads: "bubble",
    "Google Maps": "pin",
    GitHub: "code",
    "Stack Overflow": "code",
    ChatGPT: "spark",
    Claude: "spark",
    Gemini: "spark",
    Perplexity: "spark",
    Copilot: "spark",
    Mistral: "spark",
    DeepSeek: "spark",
    Grok: "spark",
    "Meta AI": "spark",
    Gmail: "mail",
    Outlook: "mail",
    "Yahoo Mail": "mail",
    "Proton Mail": "mail",
    "Orange Mail": "mail",
    "Free Mail": "mail",
    Fastmail: "mail",
    "iCloud Mail": "mail",
    GMX: "mail",
    Mailchimp: "mail",
    Substack: "mail",
    Brevo: "mail",
  },
};

const letters: Record<string, string> = { LinkedIn: "in", Facebook: "f", "Hacker News": "Y" };

/** What stands before a value of a list; null for lists whose values are told apart by reading. */
export function glyphOf(dimension: string, value: string): Glyph | null {
  const names = Object.hasOwn(known, dimension) ? known[dimension] : undefined;
  if (!names) return null;
  const shape = Object.hasOwn(names, value) ? names[value] : undefined;
  if (shape) return { shape: shapes[shape] };
  // A name that we know, such as Google, is its letter; a host is a place on the web.
  const isName = /^\p{L}[^.]*$/u.test(value) && dimension !== "device" && dimension !== "channel";
  if (!isName) return { shape: shapes.globe };
  return { letters: Object.hasOwn(letters, value) ? (letters[value] ?? "") : firstOf(value) };
}

/** What stands before a country without a flag. */
export const nowhere: Glyph = { shape: shapes.globe };

function firstOf(name: string): string {
  return [...name][0]?.toUpperCase() ?? "";
}
