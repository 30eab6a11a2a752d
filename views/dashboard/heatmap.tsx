import { formatFullNumber, formatHour, formatNumber, formatWeekday } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { Defined } from "./definition.tsx";
import type { HeatmapProps } from "./props.ts";

/** From nobody, 0, to the busiest hour. */
const steps = [0, 1, 2, 3, 4, 5, 6] as const;
const lastStep = 6;
const hours = Array.from({ length: 24 }, (_, hour) => hour);
/** Every so many hours one is labelled; every other label is left out on a narrow screen. */
const labelHours = 3;

interface HeatmapCardProps {
  locale: Locale;
  heatmap: HeatmapProps;
}

/** The hours of the week, the darker the more visitors came: a table, whose numbers are its text. */
export function Heatmap({ locale, heatmap }: HeatmapCardProps) {
  const { dashboard } = messagesFor(locale);
  const greatest = Math.max(...heatmap.hours.flat());
  return (
    <section
      class="card panel"
      id="panel-hours"
      data-panel="hours"
      aria-label={dashboard.hours.title}
    >
      <div class="panel-head">
        <h2 class="heat-title">
          <Defined name="heatmap">{dashboard.hours.title}</Defined>
        </h2>
        {greatest > 0 && (
          <a class="panel-export" href={heatmap.exportHref} download title={dashboard.exportList}>
            CSV<span class="sr-only">, {dashboard.hours.title}</span>
          </a>
        )}
      </div>
      {greatest > 0 ? (
        <>
          <HeatTable {...{ locale, heatmap, greatest }} />
          <HeatLegend {...{ locale, heatmap, greatest }} />
        </>
      ) : (
        <p class="panel-empty">{dashboard.nothing}</p>
      )}
    </section>
  );
}

function HeatTable({ locale, heatmap, greatest }: HeatmapCardProps & { greatest: number }) {
  const { dashboard } = messagesFor(locale);
  return (
    <table class="heat">
      <thead>
        <tr>
          <th scope="col">
            <span class="sr-only">{dashboard.hours.weekday}</span>
          </th>
          {hours.map((hour) => (
            <th key={hour} scope="col">
              <span class={hour % labelHours === 0 ? undefined : "sr-only"}>
                {hourName(locale, hour)}
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {heatmap.hours.map((row, weekday) => (
          <tr key={weekday}>
            <th scope="row">
              <abbr title={formatWeekday(locale, weekday, "long")}>
                {formatWeekday(locale, weekday, "short")}
              </abbr>
            </th>
            {row.map((count, hour) => (
              <td
                key={hour}
                class={`heat-${stepOf(count, greatest)}`}
                title={cellText(locale, { weekday, hour, count })}
              >
                <span class="sr-only">{formatFullNumber(locale, count)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the colours mean, and in words where they are darkest: a phone shows no titles. */
function HeatLegend({ locale, heatmap, greatest }: HeatmapCardProps & { greatest: number }) {
  const words = messagesFor(locale).dashboard.hours;
  const place = heatmap.hours.flat().indexOf(greatest);
  const busiest = { weekday: Math.floor(place / 24), hour: place % 24, count: greatest };
  return (
    <div class="heat-foot">
      <p>
        {words.busiest} <strong>{cellText(locale, busiest)}</strong>
      </p>
      <p class="heat-scale" aria-hidden="true">
        {words.few}
        {steps.map((step) => (
          <i key={step} class={`heat-${step}`} />
        ))}
        {words.many}
      </p>
    </div>
  );
}

/** One visitor is more than nobody, however many came at other hours. */
function stepOf(count: number, greatest: number): number {
  return count > 0 ? Math.ceil((count / greatest) * lastStep) : 0;
}

function cellText(
  locale: Locale,
  { weekday, hour, count }: { weekday: number; hour: number; count: number },
): string {
  return messagesFor(locale).dashboard.hours.cell({
    day: formatWeekday(locale, weekday, "long"),
    hour: hourName(locale, hour),
    count,
    text: formatNumber(locale, count),
  });
}

function hourName(locale: Locale, hour: number): string {
  return formatHour(locale, `1970-01-01T${String(hour).padStart(2, "0")}`);
}
