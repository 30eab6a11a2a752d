/** The settings of a site that are baked into the script it is served. */
export interface TrackerSettings {
  hashMode: boolean;
  respectDnt: boolean;
  countTestTraffic: boolean;
  countLinks: boolean;
  countForms: boolean;
}

/** What a variant's name says for each setting that differs from what a new site has. */
const marks: readonly [keyof TrackerSettings, unusual: boolean, mark: string][] = [
  ["hashMode", true, "hash"],
  ["respectDnt", true, "dnt"],
  ["countTestTraffic", true, "test"],
  ["countLinks", false, "nolinks"],
  ["countForms", false, "noforms"],
];

/** What a new site has. */
export const usualTrackerSettings: TrackerSettings = {
  hashMode: false,
  respectDnt: false,
  countTestTraffic: false,
  countLinks: true,
  countForms: true,
};

/** Every combination of the settings: the build makes one script for each. */
export const trackerVariants: readonly TrackerSettings[] = marks.reduce<TrackerSettings[]>(
  (variants, [setting]) =>
    variants.flatMap((variant) => [
      { ...variant, [setting]: false },
      { ...variant, [setting]: true },
    ]),
  [usualTrackerSettings],
);

/** The name of a variant's file in the build: `plain`, `hash`, `hash-dnt-test`, … */
export function trackerVariantName(settings: TrackerSettings): string {
  const parts = marks.filter(([setting, unusual]) => settings[setting] === unusual);
  return parts.map(([, , mark]) => mark).join("-") || "plain";
}

/** What stands in a variant for the site's key and its address at the server. */
const placeholders = { key: "{key}", address: "{address}" };

/** The values that the build gives to the constants of `tracker/script.ts`. */
export const trackerPlaceholders: Readonly<Record<string, string>> = {
  SITE_KEY: placeholders.key,
  SITE_ADDRESS: placeholders.address,
};

/** The script of one site. Shape: `origin` as `https://stats.example.com`, `variant` from the build. */
export function fillTracker(variant: string, key: string, origin: string): string {
  return variant
    .replaceAll(placeholders.address, `${origin}/${key}`)
    .replaceAll(placeholders.key, key);
}
