import { plural } from "#views/messages/plural.ts";

/** Units: months. */
interface Kept {
  count: number;
}

export const privacy = {
  title: "Privacy",
  link: "What is stored of a visit, and a text for your privacy policy",
  about: ({ domain }: { domain: string }) =>
    `What this server stores of a visit to ${domain}, how long, and who can read it.`,
  row: {
    title: "What is stored of a visit",
    newest: "This is the newest page view of this site, as it lies in the database: every field.",
    madeUp: "There is no visit yet, so this row is made up. Real ones have the same fields.",
    empty: "empty",
    shortened: "(shortened here)",
    further:
      "Each page view is one such row, and each click or form that is counted is another. Visits and daily figures are computed from these rows and say nothing more about a person.",
    groups: {
      visit: "Who and when",
      page: "The page",
      origin: "Where the visit came from",
      machine: "Place and device",
      action: "What was done there",
    },
  },
  columns: {
    site_id: { name: "Site", means: "The number of this site on this server." },
    day: { name: "Day", means: "The date, by the time zone of the site." },
    visitor: {
      name: "Visitor",
      means:
        "A number of 64 bits that holds for one day and this site. It takes the place of a name; how it is made stands below.",
    },
    id: {
      name: "Row",
      means: "A random number of this page view, so that nothing is counted twice.",
    },
    ts: { name: "Begin", means: "When the page was opened, in UTC." },
    last_seen_at: { name: "Last sign of life", means: "When the page was last in use, in UTC." },
    seq: {
      name: "Message",
      means: "The number of the newest message about this view, counted from 0.",
    },
    kind: { name: "Kind", means: "A page view, a click, a form or an event of the site." },
    hostname: { name: "Host", means: "The host name of the page." },
    path: {
      name: "Page",
      means:
        "The address of the page without what follows the question mark. E-mail addresses and long random codes in it are masked.",
    },
    engaged_ms: {
      name: "Time",
      means: "For how long the page was in front and in use, in thousandths of a second.",
    },
    scroll: { name: "Depth", means: "How far down the page was read, in per cent." },
    referrer: {
      name: "Referrer",
      means: "The page that the visitor came from: host and path, without what follows.",
    },
    source: { name: "Source", means: "The name of where they came from, such as Google." },
    channel: { name: "Channel", means: "The kind of source, such as search or social network." },
    utm_source: { name: "Campaign source", means: "What the link said of itself: utm_source." },
    utm_medium: { name: "Campaign medium", means: "The same: utm_medium." },
    utm_campaign: { name: "Campaign", means: "The same: utm_campaign." },
    utm_term: { name: "Campaign term", means: "The same: utm_term." },
    utm_content: { name: "Campaign content", means: "The same: utm_content." },
    country: {
      name: "Country",
      means: "Looked up in a database on this server, from the IP address, which is not stored.",
    },
    region: { name: "Region", means: "The same; empty where the database knows only countries." },
    city: { name: "City", means: "The same; empty where the database knows only countries." },
    device: { name: "Device", means: "Computer, phone, tablet, television or game console." },
    browser: { name: "Browser", means: "Its name, not the whole text by which it names itself." },
    browser_version: { name: "Browser version", means: "Only its first number." },
    os: { name: "System", means: "The name of the operating system." },
    os_version: { name: "System version", means: "Only its first number." },
    language: { name: "Language", means: "The first one that the browser asks for, no country." },
    screen: {
      name: "Screen",
      means: "Its size. It is not asked for: only the made-up visits of a demo have it.",
    },
    name: {
      name: "Name",
      means: "Of an action: the name of the form, of the button or of the event.",
    },
    target: {
      name: "Target",
      means: "Of a click: the address, phone number or file that the link leads to.",
    },
    props: {
      name: "Properties",
      means:
        "Of a click on a marked button its words (label) and where it leads (url), and what the site adds to its own events. That is stored as it is sent: never send names, addresses or anything else about a person.",
    },
  },
  not: {
    title: "What is not stored",
    items: [
      "IP addresses, neither whole nor shortened nor hashed without salt. One is used while a message is answered. In memory alone the server holds hashes of them under a random key: for the limit of messages an address may send in ten seconds, and of the last 2,000 messages, to notice a proxy that hides visitors. Where more than half of these come from one address, by at least five browsers, it holds that address as well and shows it to who runs the server.",
      "The whole text by which a browser names itself.",
      "What follows the question mark in an address, but for campaign parameters (utm_…, ref, source).",
      "What visitors type into forms.",
      "Names, e-mail addresses and accounts of visitors.",
      "Positions, fingerprints of canvas, fonts or plug-ins, movements of the mouse, recordings.",
    ],
  },
  key: {
    title: "How visitors are told apart",
    about:
      "The number of a visitor is the beginning of a SHA-256 hash of four things: a random salt of the site and the day, the site, the IP address and what the browser says it is. Who comes again on the same day has the same number; on the next day, and on any other site, another one.",
    destroyed:
      "The salt is destroyed within 48 hours after its day began. From then on nobody can tell whose number it was, not even by trying all addresses: not us, and not who steals the database.",
    elsewhere:
      "The database of this server lies in another PostgreSQL (DATABASE_URL), whose log is not this server’s to cut: the salt is gone from that log, its archives and its replicas only when whoever runs that PostgreSQL has deleted them. See to it that this happens within two days, or change what the text below says of it.",
    none: "There is no salt of this site at the moment: no visitor of the last two days can be recognised.",
    exists: "These salts exist right now:",
    ends: ({ day, at }: { day: string; at: string }) => `${day}: is destroyed on ${at}.`,
    zone: ({ zone }: { zone: string }) =>
      `By the clock of the site (${zone}), at most ten minutes late.`,
    device:
      "No cookie is set, and nothing is stored on the visitor’s device, unless they opt out: then this choice is kept there.",
  },
  kept: {
    title: "How long it is kept",
    months: ({ count }: Kept) =>
      `The rows of a visit are kept for ${count} whole ${plural("en", count, { one: "month", other: "months" })} besides the current one, then deleted for good, with all that was computed from them.`,
    since: ({ date }: { date: string }) => `Today this means: nothing from before ${date} is left.`,
    ever: "Everything is kept without a limit.",
    rows: ({ count }: Kept) =>
      `The rows of a visit are kept for ${count} whole ${plural("en", count, { one: "month", other: "months" })} besides the current one, then deleted for good.`,
    sinceRows: ({ date }: { date: string }) =>
      `Today this means: no row from before ${date} is left.`,
    figures: ({ count }: Kept) =>
      `What was computed from them, without the number of a visitor, is kept for ${count} whole ${plural("en", count, { one: "month", other: "months" })}.`,
    figuresEver:
      "What was computed from them, without the number of a visitor, is kept without a limit.",
    byInstance: "This is what the server keeps of all sites that set nothing else.",
    bySite: "This is set for this site.",
    toTheDay:
      "The CNIL recommends 25 months at most. With the current month this site is up to a month above it; with 24 months it stays below, to the day.",
    tooLong:
      "The CNIL recommends to keep such data for 25 months at most. This site keeps it longer, which leaves the ground of its exemption from consent.",
    forEver:
      "The CNIL recommends to keep such data for 25 months at most. This site sets no limit, which leaves the ground of its exemption from consent. The GDPR asks for a limit, too, as long as data is about persons.",
  },
  choice: {
    title: "Opting out",
    link: "Put this link into your privacy policy. Who follows it is not counted any more in this browser; the same with #tracker-on counts again.",
    label: "The link to opt out",
    html: ({ href }: { href: string }) => `<a href="${href}">Do not count my visits</a>`,
    button:
      "Put this button into your privacy policy. Who clicks it is not counted any more in this browser; tracker.optOut(false) counts again. A link to #tracker-off would be a page of your site here, which has its pages after the #.",
    buttonLabel: "The button to opt out",
    buttonHtml: ({ call }: { call: string }) =>
      `<button type="button" onclick="${call}">Do not count my visits</button>`,
    dntOn:
      "Do Not Track and Global Privacy Control are respected: whoever’s browser asks for it is not counted, only that one more has asked.",
    dntOff:
      "Do Not Track and Global Privacy Control are not respected on this site; the settings can change that.",
  },
  readers: {
    title: "Who can read it",
    admins: ({ count, text }: { count: number; text: string }) =>
      `${text} ${plural("en", count, { one: "person who runs", other: "people who run" })} this server`,
    clients: ({ count, text }: { count: number; text: string }) =>
      `${text} ${plural("en", count, { one: "person", other: "people" })} who ${plural("en", count, { one: "was", other: "were" })} given this site`,
    reported: ({ count, text }: { count: number; text: string }) =>
      `${text} of them ${plural("en", count, { one: "has", other: "have" })} chosen reports by mail, with figures and without single visits`,
    addresses: ({ count, text }: { count: number; text: string }) =>
      `${text} ${plural("en", count, { one: "address", other: "addresses" })} without an account ${plural("en", count, { one: "gets", other: "get" })} the same reports`,
    noMail: "This server sends no mails.",
    nobodyElse: "Nothing is given to anybody else, and no other server is asked.",
  },
  policy: {
    title: "For your privacy policy",
    about:
      "Made from the settings of this site as they are now. Fill in what stands in square brackets, and change the text when you change the settings.",
    inEnglish: "In English",
    inFrench: "In French",
  },
  law: {
    title: "What the law says",
    designed:
      "Tracker Analytics is designed to meet the conditions under which the French authority, the CNIL, does without consent to audience measurement: figures for this site alone, nothing joined with other data, nobody followed from site to site, visitors are told and can opt out. This is self-assessed: no authority has examined it.",
    gdpr: "As long as a day’s salt exists, the number of a visitor is pseudonymous data to which the GDPR applies. After that the rows are meant to be anonymous. You answer for your site; if somebody else runs this server for you, a contract has to say so (article 28).",
    eprivacy:
      "Without cookies does not mean without rules: the script reads what the browser tells it, and in some countries that asks for consent as well. What holds for you depends on where you are and on what you do with the figures. This is no legal advice.",
    more: "More about the law",
    moreStored: "What visitors can read about it",
  },
  text: {
    title: "Audience measurement",
    what: ({ domain, host }: { domain: string; host: string }) =>
      `To know how ${domain} is used and to improve it, we measure its audience with Tracker Analytics. The data is processed on the server ${host}, run by [name and contact of the operator], and is given to nobody else.`,
    cookies:
      "No cookie is set, and nothing is stored on your device unless you object to the measurement.",
    stored: ({ place }: { place: string }) =>
      `Of each page you view we store: its address (without personal parameters), the time, how long and how far you read it, the page you came from, the campaign that a link names, ${place}, the type of your device, your browser and your system with their main version, and your language.`,
    country: "your country",
    city: "your country, region and city, as far as they are known",
    links:
      "We also count clicks on links to other sites, phone numbers, e-mail addresses and downloads, and where they lead.",
    forms: "We also count that a form was sent, and which one; never what you typed.",
    events:
      "We also count [the buttons and events that you have marked or send yourself, with what you add to them; take this sentence out if there are none].",
    key: "Your IP address and what your browser says it is are used to tell visits of one day apart and to look up the place, and are not stored: the number that results depends on a random value that is destroyed within 48 hours. You are not recognised on another day or on another site.",
    months: ({ count }: Kept) =>
      `This data is kept for the current month and the ${count} ${plural("en", count, { one: "month", other: "months" })} before it, and then deleted.`,
    ever: "This data is kept without a time limit.",
    rows: ({ count }: Kept) =>
      `Single page views, with the number of a visitor, go sooner: only those of the current month and the ${count} ${plural("en", count, { one: "month", other: "months" })} before it are kept.`,
    dnt: "If your browser sends Do Not Track or Global Privacy Control, your visit is not counted.",
    object: ({ href }: { href: string }) =>
      `You can object at any time: open ${href} and this browser is not counted any more.`,
    objectByButton:
      "You can object at any time, by the button [where the button for it is]: this browser is then not counted any more.",
    rights:
      "Legal basis: [for example our legitimate interest in knowing how our site is used]. For your rights of access, erasure and objection, write to [contact]; you can also complain to your data protection authority.",
  },
};
