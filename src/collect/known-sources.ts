/** How visitors came: the closed list of channels. */
export type Channel =
  | "direct"
  | "search"
  | "social"
  | "email"
  | "ai"
  | "paid"
  | "campaign"
  | "referral";

/** Somewhere that many visits come from. */
export interface KnownSource {
  name: string;
  channel: Channel;
}

// One line a source: its name and its hosts. A host stands for everything below it, the more exact
// one first; `google.*` for google.com, google.fr and google.co.uk. Names in brackets are what
// people write into utm_source.
const table: Partial<Record<Channel, string>> = {
  search: `
    Google: google.* com.google.android.googlequicksearchbox [adwords]
    Bing: bing.com
    DuckDuckGo: duckduckgo.com
    Ecosia: ecosia.org
    Qwant: qwant.com
    Yahoo: search.yahoo.com search.yahoo.co.jp yahoo.*
    Brave: search.brave.com
    Startpage: startpage.com
    Yandex: yandex.* ya.ru
    Baidu: baidu.com
    Naver: naver.com
    Seznam: seznam.cz
    Kagi: kagi.com
    Mojeek: mojeek.com
    Lilo: lilo.org
    Swisscows: swisscows.com
    Sogou: sogou.com
    AOL: search.aol.com
    Daum: daum.net
    MetaGer: metager.de metager.org
  `,
  ai: `
    ChatGPT: chatgpt.com chat.openai.com [openai]
    Claude: claude.ai
    Gemini: gemini.google.com
    Perplexity: perplexity.ai
    Copilot: copilot.microsoft.com copilot.com
    Mistral: chat.mistral.ai
    DeepSeek: chat.deepseek.com
    Grok: grok.com
    Meta AI: meta.ai
    You.com: you.com
    Phind: phind.com
  `,
  social: `
    Facebook: facebook.com fb.com fb.me messenger.com com.facebook.katana [fb meta]
    Instagram: instagram.com com.instagram.android [ig]
    X: x.com twitter.com t.co [twitter]
    LinkedIn: linkedin.com lnkd.in com.linkedin.android
    YouTube: youtube.com youtu.be com.google.android.youtube [yt]
    Reddit: reddit.com redd.it com.reddit.frontpage
    Pinterest: pinterest.* pin.it
    TikTok: tiktok.com
    Snapchat: snapchat.com
    Hacker News: news.ycombinator.com [hn hackernews]
    Mastodon: mastodon.social mastodon.online mastodon.world mstdn.social piaille.fr joinmastodon.org
    Bluesky: bsky.app go.bsky.app
    Threads: threads.net threads.com
    WhatsApp: whatsapp.com wa.me com.whatsapp
    Telegram: telegram.org t.me org.telegram.messenger
    Discord: discord.com discord.gg
    Slack: slack.com com.slack
    Signal: signal.org
    Tumblr: tumblr.com
    VK: vk.com
    Quora: quora.com
    Medium: medium.com
    Product Hunt: producthunt.com [producthunt]
    Lobsters: lobste.rs
    Lemmy: lemmy.world lemmy.ml
    Weibo: weibo.com
    Xing: xing.com
    Twitch: twitch.tv
    Vimeo: vimeo.com
    Flipboard: flipboard.com
    Stack Overflow: stackoverflow.com
  `,
  email: `
    Gmail: mail.google.com com.google.android.gm
    Outlook: outlook.live.com outlook.office.com outlook.office365.com
    Yahoo Mail: mail.yahoo.com mail.yahoo.co.jp
    Proton Mail: mail.proton.me
    GMX: gmx.net gmx.de gmx.com gmx.fr
    Web.de: web.de
    Orange Mail: mail.orange.fr messagerie.orange.fr
    Free Mail: webmail.free.fr zimbra.free.fr
    Fastmail: fastmail.com app.fastmail.com
    iCloud Mail: icloud.com
    Mail.ru: e.mail.ru
    Mailchimp: list-manage.com [mailchimp]
    Substack: substack.com
    Brevo: sendibt.com sendibm.com [brevo sendinblue]
  `,
  referral: `
    Google News: news.google.com
    Google Maps: maps.google.com
    Wikipedia: wikipedia.org
    GitHub: github.com
  `,
};

const labelsMax = 6;
const byHost = new Map<string, KnownSource>();
const byName = new Map<string, KnownSource>();

for (const [channel, lines] of Object.entries(table))
  for (const [, name = "", hosts = "", aliases = ""] of lines.matchAll(
    /^\s*([^:\n]+): ([^[\n]*)(?:\[(.*)\])?$/gm,
  )) {
    const source = { name, channel: channel as Channel };
    for (const host of hosts.trim().split(" ")) byHost.set(host, source);
    for (const alias of [name.toLowerCase(), ...aliases.split(" ")]) byName.set(alias, source);
  }
byName.delete("");

/**
 * The well-known source that a host belongs to: `l.instagram.com` is Instagram, `www.google.co.uk`
 * Google, `mail.google.com` Gmail. Null for all others.
 */
export function sourceOfHost(host: string): KnownSource | null {
  // No known one has more; what was made of thousands would take the square of their number.
  const labels = host.split(".").slice(-labelsMax);
  for (let at = 0; at < labels.length; at++) {
    const rest = labels.slice(at);
    const known = byHost.get(rest.join(".")) ?? (isRoot(rest) && byHost.get(`${rest[0]}.*`));
    if (known) return known;
  }
  return null;
}

/** Whether the labels are a name and a top-level domain: google.com, google.fr, google.co.uk. */
function isRoot([, second = "", third, ...more]: string[]): boolean {
  if (more.length > 0) return false;
  return third === undefined || (/^com?$/.test(second) && third.length === 2);
}

/** The well-known source that somebody means by a word in `utm_source` or `ref`. */
export function sourceOfName(name: string): KnownSource | null {
  return byName.get(name.toLowerCase()) ?? sourceOfHost(name.toLowerCase());
}
