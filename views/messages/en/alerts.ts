import { plural } from "#views/messages/plural.ts";

interface Counted {
  count: number;
  text: string;
}

export const alerts = {
  spike: {
    subject: ({ site }: { site: string }) => `Many more visitors than usual on ${site}`,
    title: "Many more visitors than usual",
  },
  drop: {
    subject: ({ site }: { site: string }) => `Far fewer visitors than usual on ${site}`,
    title: "Far fewer visitors than usual",
  },
  silence: {
    subject: ({ site }: { site: string }) => `Nothing counted on ${site} for a day`,
    title: "Nothing has been counted for a day",
  },
  during: ({
    day,
    from,
    to,
    count,
    text,
    site,
  }: Counted & Record<"day" | "from" | "to" | "site", string>) =>
    `On ${day}, from ${from} to ${to}, ${text} ${plural("en", count, { one: "visitor was", other: "visitors were" })} on ${site}.`,
  usually: ({ text }: { text: string }) =>
    `Usually there are about ${text} at this hour of this weekday.`,
  spikeWhy: "It may be a mention, a campaign or robots: the sources on the dashboard tell.",
  dropWhy:
    "The site may be out of reach, or the script may be missing from some of its pages. It may also just be a holiday.",
  lastSeen: ({ site, day, time }: Record<"site" | "day" | "time", string>) =>
    `The last event of ${site} came on ${day} at ${time}. On most days before there were visitors.`,
  silenceWhy:
    "Most often the script was lost when the site or its theme was changed. Open a page of the site and look whether the script is still in it.",
  action: "Open the dashboard",
  once: "You get no further mail about it until the site has been as usual again.",
  stop: "Unsubscribe from alerts",
};
