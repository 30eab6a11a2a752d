/**
 * What is counted, by its name and in words: what the dashboard says behind a label, and word for
 * word the first paragraph under the same heading in docs/metrics.md.
 */
export const definitions = {
  visitors: {
    term: "Visitors",
    text: "How many people came, told apart by their browser and counted anew every day: whoever comes on three days is three visitors, because nobody is recognised the day after.",
  },
  visits: {
    term: "Visits",
    text: "How often people came: all that a visitor does without a break of more than 30 minutes is one visit.",
  },
  pageviews: {
    term: "Pageviews",
    text: "How many pages were opened and looked at. A page that is opened twice counts twice; one that stays in a background tab and is never seen does not count.",
  },
  "views-per-visit": {
    term: "Views per visit",
    text: "How many pages were viewed in a visit, on average: pageviews divided by visits.",
  },
  events: {
    term: "Events",
    text: "What people did besides viewing pages: clicks on outbound links, calls, e-mails, forms, calls to action, downloads, and whatever the site reports itself.",
  },
  "bounce-rate": {
    term: "Bounce rate",
    text: "The share of visits that viewed one page and did nothing else. Whoever views one page and then calls, or sends a form, has not bounced.",
  },
  duration: {
    term: "Visit duration",
    text: "How long a visit lasted, on average. Only the time counts in which a page was in front and in use; it is measured, not guessed, for visits of a single page too.",
  },
  "time-on-page": {
    term: "Time on page",
    text: "How long the page was in front and in use, on average for each time it was viewed.",
  },
  "scroll-depth": {
    term: "Scroll depth",
    text: "How far down the page was read: the deepest point that a visit scrolled to, in per cent of the page, averaged over the visits that viewed it.",
  },
  share: {
    term: "Share",
    text: "How many of all visitors of the period, under the same filters, belong to the row. A visitor may belong to several rows, so that the shares can add up to more than 100%.",
  },
  conversions: {
    term: "Conversions",
    text: "How often visitors did what the site is there for: calls, e-mails, forms, calls to action and custom events. Outbound links and downloads are events, but no conversions.",
  },
  "conversion-rate": {
    term: "Conversion rate",
    text: "How many visitors did what the site is there for, at least once: visitors with the action divided by all visitors of the period under the same filters.",
  },
  online: {
    term: "On the site now",
    text: "Visitors who gave a sign of life within the last five minutes. A page that is in front and in use gives one every 30 seconds.",
  },
  heatmap: {
    term: "Weekday and hour",
    text: "When people come: the visitors of each hour of the week, by the hour in which their visit began and by the clock of the site.",
  },
  live: {
    term: "Realtime",
    text: "Visits that gave a sign of life in the last 30 minutes. Each is counted whole, with what it did before; the chart shows those minutes one by one.",
  },
};
