import type { Locale } from "#src/lib/locale.ts";
import type { Messages } from "#views/messages/catalogue.ts";

type Words = Messages["dashboard"];

export type MetricName = keyof Words["metrics"];
export type PeriodName = keyof Words["periods"];
export type ComparisonName = keyof Words["comparisons"];
export type IntervalName = keyof Words["intervals"];
export type PanelName = keyof Words["panels"];

/** Something to choose from: a state of the page with its own address. */
export interface Choice<Name extends string = string> {
  name: Name;
  href: string;
  isCurrent: boolean;
}

/** Days as people count them: the last one is included. */
export interface DaySpan {
  first: string;
  last: string;
}

/** A form of days. Shape: `kept` are the fields that nobody sees, `max` is the last day there is. */
export interface DaysFormProps {
  action: string;
  max: string;
  kept: { name: string; value: string }[];
}

export interface BarProps {
  site: { name: string; domain: string; isArchived: boolean };
  /** Every site that the reader may see, this one too. */
  sites: (Choice & { domain: string })[];
  online: number;
  /** Whether the reader may change the site's settings. */
  canEdit: boolean;
  /** There are figures, so that there is something to choose of them. */
  hasFigures: boolean;
  /** The files of the chart's figures, as filtered, and of all events of the days. */
  exports: {
    chart: string;
    events: string;
    /** The first day of the period whose events are kept, where they are not of all. */
    eventsFrom: string | null;
  };
  period: {
    current: PeriodName;
    span: DaySpan;
    choices: Choice<PeriodName>[];
    earlier: string | null;
    later: string | null;
    custom: DaysFormProps;
  };
  /** Null for a period that nothing can be compared with. */
  comparison: {
    current: ComparisonName;
    choices: Choice<ComparisonName>[];
    /** The first day of what is compared with. */
    first: string;
    custom: DaysFormProps;
  } | null;
}

export interface TileProps {
  name: MetricName;
  href: string;
  isCurrent: boolean;
  value: number;
  /** Null when there is no comparison. */
  before: number | null;
}

/** One point of the chart. `at` is local time of the site; a value is null where it has none. */
export interface PointProps {
  at: string;
  value: number | null;
  /** Where the chart zooms to. */
  href: string | null;
  before: { at: string; value: number | null } | null;
}

export interface ChartProps {
  metric: MetricName;
  interval: IntervalName;
  intervals: Choice<IntervalName>[];
  span: DaySpan;
  compared: DaySpan | null;
  points: PointProps[];
  /** The index of the point that is not over yet; those after it have not begun. */
  running: number | null;
}

/** A filter. Shape: `dimension` as in `dimensions` of the messages, or `prop:` and a key. */
export interface PillProps {
  dimension: string;
  operator: keyof Words["filters"]["operators"];
  values: readonly string[];
  /** The page without it. */
  href: string;
}

export interface PanelRow {
  value: string;
  /** The page with only those who have the value. */
  href: string;
  /** … and with everybody else. */
  excludeHref: string;
  count: number;
  visitors: number;
  /** Of all visitors. Units: 1 is everybody. */
  share: number;
}

export interface PanelProps {
  name: PanelName;
  /** What the rows are values of. */
  dimension: string;
  tabs: Choice[];
  /** Ways to look at the tab that is open, by what they list; none for most tabs. */
  parts: Choice[];
  rows: PanelRow[];
  /** All values of the list with all their figures. */
  listHref: string;
  /** All values of the list, as a file. */
  exportHref: string;
  /** How many values there are besides those in `rows`. */
  hidden: number;
  /** Null on every tab but the map. */
  map: MapProps | null;
}

/** A country on the map. Units: `step` from 1, the palest, to 5. */
export interface MapCountry {
  code: string;
  /** Its outline as SVG draws it. */
  path: string;
  /** The page with only those who have come from it. */
  href: string;
  /** … and with everybody else. */
  excludeHref: string;
  visitors: number;
  step: number;
}

export interface MapProps {
  width: number;
  height: number;
  /** The outlines of the countries that nobody came from. */
  rest: string[];
  countries: MapCountry[];
  /** What the shades mean. Shape: `to` is included. */
  steps: { step: number; from: number; to: number }[];
}

/** When in the week people come. */
export interface HeatmapProps {
  /** Visitors: seven rows from Monday on, each of 24 hours. */
  hours: number[][];
  exportHref: string;
}

export interface NowRow {
  value: string;
  /** The page with only those who have the value. */
  href: string;
  visitors: number;
}

/** What is being read at this moment, and where its readers are from. */
export interface NowProps {
  pages: NowRow[];
  sources: NowRow[];
  exportHref: string;
}

export interface FiguresProps {
  pills: PillProps[];
  /** The page without any filter. */
  clearHref: string;
  tiles: TileProps[];
  chart: ChartProps;
  panels: PanelProps[];
  /** Null where a week is too long to be of use. */
  heatmap: HeatmapProps | null;
  /** Null of any period but the last minutes. */
  now: NowProps | null;
}

export interface DashboardProps {
  locale: Locale;
  bar: BarProps;
  /** Null before the first event of the site. */
  figures: FiguresProps | null;
  /** Where the figures are asked for again while the period is running; null once it is over. */
  refreshHref: string | null;
}
