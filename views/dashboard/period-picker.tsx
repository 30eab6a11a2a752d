import { formatDay, formatDayRange, formatMonth } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { addDays, monthStart } from "#src/lib/time.ts";
import { Icon } from "#views/components/icon.tsx";
import { Menu } from "#views/components/menu.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { DaysForm } from "./days-form.tsx";
import { MenuChoices } from "./menu-choices.tsx";
import { PartLink } from "./part-link.tsx";
import type { BarProps } from "./props.ts";

type Period = BarProps["period"];

const periodKeys = { today: "t", yesterday: "y", "7d": "w", "30d": "m", "12mo": "l", live: "r" };

/** The period between its two arrows; the last half-hour, which is always now, has none. */
export function PeriodPicker({ locale, period }: { locale: Locale; period: Period }) {
  const { dashboard } = messagesFor(locale);
  const { earlier, later } = period;
  const hasSteps = period.current !== "live";
  return (
    <div class="period">
      {hasSteps && <Step href={earlier} label={dashboard.earlier} icon="left" />}
      <Menu
        align="end"
        summary={
          <>
            <span class="sr-only">{dashboard.choosePeriod}</span>
            {periodLabel(locale, period)}
            <Icon name="down" />
          </>
        }
      >
        <MenuChoices choices={period.choices} words={dashboard.periods} keys={periodKeys} />
        <CustomPeriod locale={locale} period={period} />
      </Menu>
      {hasSteps && <Step href={later} label={dashboard.later} icon="right" />}
    </div>
  );
}

/** A chosen range is called by its days, or by its month when it is a whole one. */
export function periodLabel(locale: Locale, { current, span }: Period): string {
  const { first, last } = span;
  if (current !== "custom") return messagesFor(locale).dashboard.periods[current];
  if (first === last) return formatDay(locale, first, "medium");
  if (first === monthStart(first) && addDays(last, 1) === monthStart(first, 1))
    return formatMonth(locale, first);
  return formatDayRange(locale, first, last);
}

interface StepProps {
  href: string | null;
  label: string;
  icon: "left" | "right";
}

function Step({ href, label, icon }: StepProps) {
  if (!href)
    return (
      <span class="btn period-step" data-variant="quiet" data-size="icon" aria-hidden="true">
        <Icon name={icon} />
      </span>
    );
  return (
    <PartLink
      class="btn period-step"
      href={href}
      label={label}
      rel={icon === "left" ? "prev" : "next"}
      data-key={icon === "left" ? "ArrowLeft" : "ArrowRight"}
    >
      <Icon name={icon} />
    </PartLink>
  );
}

function CustomPeriod({ locale, period }: { locale: Locale; period: Period }) {
  const { dashboard } = messagesFor(locale);
  const { custom, span } = period;
  return (
    <DaysForm locale={locale} form={custom}>
      <label>
        {dashboard.from}
        <input class="input" type="date" name="from" value={span.first} max={custom.max} required />
      </label>
      <label>
        {dashboard.to}
        <input class="input" type="date" name="to" value={span.last} required />
      </label>
    </DaysForm>
  );
}
