import { formatDay, formatFullNumber, formatHour } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { Note } from "./note.ts";

interface AlertMail {
  locale: Locale;
  alert: "spike" | "drop" | "silence";
  site: string;
  /** On the wall of the site, as `2026-11-23T14:00`: the hour it is about, or the last event. */
  at: string;
  /** The same of the hour's end. */
  until: string;
  visitors: number;
  usual: number;
  url: string;
  host: string;
  unsubscribeUrl: string;
}

/** Says what is unusual of a site, beside what is usual, and what it may be. */
export function alertNote(mail: AlertMail): Note {
  const { locale, alert, site, url, host, unsubscribeUrl } = mail;
  const { alerts, emails } = messagesFor(locale);
  return {
    locale,
    subject: alerts[alert].subject({ site }),
    title: alerts[alert].title,
    body: alert === "silence" ? silenceBody(mail) : hourBody(mail, alert),
    action: { label: alerts.action, url },
    remarks: [alerts.once],
    sender: emails.from({ host }),
    unsubscribe: { label: alerts.stop, url: unsubscribeUrl },
  };
}

function silenceBody({ locale, site, at }: AlertMail): string[] {
  const { alerts } = messagesFor(locale);
  const time = at.slice(11, 16).replace(":", locale === "fr" ? "\u00a0h\u00a0" : ":");
  return [alerts.lastSeen({ site, day: formatDay(locale, at, "full"), time }), alerts.silenceWhy];
}

function hourBody(mail: AlertMail, alert: "spike" | "drop"): string[] {
  const { locale, site, at, until, visitors } = mail;
  const { alerts } = messagesFor(locale);
  const day = formatDay(locale, at, "full");
  const hours = { day, from: formatHour(locale, at), to: formatHour(locale, until) };
  const counted = { count: visitors, text: formatFullNumber(locale, visitors) };
  return [
    alerts.during({ site, ...hours, ...counted }),
    alerts.usually({ text: formatFullNumber(locale, Math.round(mail.usual)) }),
    alert === "spike" ? alerts.spikeWhy : alerts.dropWhy,
  ];
}
