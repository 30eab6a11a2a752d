import { plural } from "#views/messages/plural.ts";

export const reportMail = {
  kinds: { week: "Weekly report", month: "Monthly report" },
  when: { week: "last week", month: ({ month }: { month: string }) => `in ${month}` },
  days: { week: ({ days }: { days: string }) => `Week of ${days}` },
  subject: (words: { site: string; count: number; text: string; when: string }) =>
    `${words.site}: ${words.text} ${plural("en", words.count, { one: "visitor", other: "visitors" })} ${words.when}`,
  withChange: ({ text, change }: { text: string; change: string }) => `${text} (${change})`,
  sites: ({ text }: { text: string }) => `${text} sites`,
  glance: "All sites at a glance",
  moreSites: ({ count, text }: { count: number; text: string }) =>
    `and ${text} ${plural("en", count, { one: "more site", other: "more sites" })}`,
  measures: {
    visitors: "Visitors",
    visits: "Visits",
    pageviews: "Pageviews",
    conversions: "Conversions",
    bounceRate: "Bounce rate",
    duration: "Visit duration",
  },
  up: ({ change, before }: { change: string; before: string }) => `up ${change} from ${before}`,
  down: ({ change, before }: { change: string; before: string }) => `down ${change} from ${before}`,
  same: ({ before }: { before: string }) => `as before: ${before}`,
  nearly: ({ before }: { before: string }) => `nearly as before: ${before}`,
  fromNothing: ({ before }: { before: string }) => `was ${before} before`,
  compared: { week: "Compared with the week before.", month: "Compared with the month before." },
  notCompared: {
    week: "Nothing was counted in the week before, so there is nothing to compare with yet.",
    month: "Nothing was counted in the month before, so there is nothing to compare with yet.",
  },
  byDay: "Visitors by day",
  most: ({ day, text }: { day: string; text: string }) => `Most on ${day}: ${text}.`,
  fewest: ({ day, text }: { day: string; text: string }) => `Fewest on ${day}: ${text}.`,
  lists: {
    path: "Pages",
    source: "Sources",
    country: "Countries",
    device: "Devices",
    kind: "Actions",
  },
  countOf: { visitors: "visitors", actions: "times" },
  open: "Open the dashboard",
  openOf: ({ site }: { site: string }) => `Open the dashboard of ${site}`,
  never: {
    title: "Nothing has been counted yet",
    about: ({ domain }: { domain: string }) =>
      `As soon as somebody visits ${domain}, the figures appear here.`,
    check: "If the snippet is in the pages already, check whether it works: it takes a minute.",
    ask: "If you expected visitors, tell the person who looks after your site.",
  },
  quiet: {
    title: { week: "A quiet week", month: "A quiet month" },
    about: {
      week: ({ domain }: { domain: string }) => `Nobody visited ${domain} last week.`,
      month: ({ domain, month }: { domain: string; month: string }) =>
        `Nobody visited ${domain} in ${month}.`,
    },
    before: {
      week: ({ count, text }: { count: number; text: string }) =>
        `The week before, there ${plural("en", count, { one: "was", other: "were" })} ${text} ${plural("en", count, { one: "visitor", other: "visitors" })}.`,
      month: ({ count, text }: { count: number; text: string }) =>
        `The month before, there ${plural("en", count, { one: "was", other: "were" })} ${text} ${plural("en", count, { one: "visitor", other: "visitors" })}.`,
    },
    check: "That happens. If it surprises you, check that the snippet is still in the pages.",
    ask: "That happens. If it surprises you, tell the person who looks after your site.",
  },
  install: "Check the installation",
  whyAccount: {
    week: ({ address, host }: { address: string; host: string }) =>
      `You get this mail because weekly reports are switched on for ${address} at ${host}.`,
    month: ({ address, host }: { address: string; host: string }) =>
      `You get this mail because monthly reports are switched on for ${address} at ${host}.`,
  },
  whyAddress: ({ address, host }: { address: string; host: string }) =>
    `You get this mail because somebody has entered ${address} for the reports of this site at ${host}.`,
  unsubscribe: { week: "No more weekly reports", month: "No more monthly reports" },
  preferences: "Choose what you are sent",
};
