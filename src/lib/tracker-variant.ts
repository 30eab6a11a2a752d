/** The settings of a site that are baked into the script it is served. */
export interface TrackerSettings {
  hashMode: boolean;
  respectDnt: boolean;
  countTestTraffic: boolean;
}

const switches = [false, true];

/** Every combination of the settings: the build makes one script for each. */
export const trackerVariants: readonly TrackerSettings[] = switches.flatMap((hashMode) =>
  switches.flatMap((respectDnt) =>
    switches.map((countTestTraffic) => ({ hashMode, respectDnt, countTestTraffic })),
  ),
);

/** The name of a variant's files in the build: `plain`, `hash`, `hash-dnt-test`, … */
export function trackerVariantName(settings: TrackerSettings): string {
  const { hashMode, respectDnt, countTestTraffic } = settings;
  const parts = [hashMode && "hash", respectDnt && "dnt", countTestTraffic && "test"];
  return parts.filter((part) => part !== false).join("-") || "plain";
}
