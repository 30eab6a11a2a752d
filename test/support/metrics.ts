/** One number of the metrics. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?[\d.e+-]+|NaN|[+-]?Inf)$/;
const label = /^([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/;

/**
 * Reads the text of the metrics as Prometheus does.
 * Errors: a line that is none, a metric without its type, or the same number twice.
 */
export function parseMetrics(text: string): Map<string, Sample[]> {
  const samples = new Map<string, Sample[]>();
  const types = new Map<string, string>();
  const seen = new Set<string>();
  for (const read of text.split("\n")) {
    const [, typed = "", type = ""] = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(read) ?? [];
    if (type && types.has(typed)) throw new Error(`${typed} is there twice`);
    if (type) types.set(typed, type);
    if (read === "" || read.startsWith("#")) continue;
    const [, name = "", inside = "", number = ""] = line.exec(read) ?? [];
    const family = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, "");
    if (!types.has(family)) throw new Error(`no metric: ${read}`);
    const id = read.slice(0, read.lastIndexOf(" "));
    if (seen.has(id)) throw new Error(`twice: ${id}`);
    seen.add(id);
    const sample = { labels: parseLabels(inside), value: Number(number) };
    samples.set(name, [...(samples.get(name) ?? []), sample]);
  }
  return samples;
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ""; ) {
    const [whole, name = "", value = ""] = label.exec(rest) ?? [];
    if (whole === undefined) throw new Error(`no label: ${rest}`);
    labels[name] = value;
    rest = rest.slice(whole.length);
  }
  return labels;
}
