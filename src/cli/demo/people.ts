import { type Random, type Weighted, zipf } from "./random.ts";

/** What the collector knows of a visitor: never who, only from where and with what. */
export interface Person {
  country: string;
  language: string;
  device: string;
  browser: string;
  browser_version: string;
  os: string;
  os_version: string;
  screen: string;
}

/** One visitor in 300 comes from an address of no known country. */
const countries = weigh(`
  FR 430  GB 118  BE 82  CH 71  DE 70  US 66  NL 30  ES 26  IT 25  CA 22  LU 11  IE 9  AT 8  PT 8
  SE 7  DK 6  PL 6  MA 5  AU 5  JP 4  NO 4  CZ 3  BR 3  IN 3  TN 2  RE 2  NZ 1  MX 1  - 3
`);

const languages: Record<string, Weighted<string>> = {
  FR: weigh("fr 92  en 6  pt 1  ar 1"),
  BE: weigh("fr 58  nl 34  en 8"),
  CH: weigh("fr 55  de 33  en 7  it 5"),
  LU: weigh("fr 70  de 15  en 15"),
  DE: weigh("de 88  en 12"),
  AT: weigh("de 92  en 8"),
  NL: weigh("nl 76  en 24"),
  ES: weigh("es 84  en 10  ca 6"),
  IT: weigh("it 90  en 10"),
  CA: weigh("fr 55  en 45"),
  PT: weigh("pt 85  en 15"),
  BR: weigh("pt 95  en 5"),
  MX: weigh("es 95  en 5"),
  MA: weigh("fr 75  ar 25"),
  TN: weigh("fr 75  ar 25"),
  RE: weigh("fr 1"),
  JP: weigh("ja 85  en 15"),
  PL: weigh("pl 85  en 15"),
  SE: weigh("sv 75  en 25"),
  DK: weigh("da 75  en 25"),
  NO: weigh("nb 75  en 25"),
  CZ: weigh("cs 85  en 15"),
};
const english = weigh("en 96  fr 2  es 2");

const chromes = ["142", "141", "140", "139"];
const firefoxes = ["144", "143", "140", "128"];
const iphones = ["390x844", "393x852", "430x932", "375x812"];
const androids = ["412x915", "360x800", "384x832", "393x873"];
const ipads = ["820x1180", "1024x1366"];
const screens = ["1920x1080", "1536x864", "2560x1440", "1366x768"];
const macs = ["1440x900", "1512x982", "1728x1117", "2560x1440"];

/** Device, browser, its versions, system, its version, screens, and how many of 100 have it. */
const models = (
  [
    ["mobile", "Safari", ["26"], "iOS", "26", iphones, 17],
    ["mobile", "Safari", ["18"], "iOS", "18", iphones, 10],
    ["mobile", "Chrome", chromes, "iOS", "26", iphones, 2],
    ["mobile", "Chrome", chromes, "Android", "16", androids, 13],
    ["mobile", "Chrome", chromes, "Android", "15", androids, 8],
    ["mobile", "Samsung Internet", ["28", "27"], "Android", "15", androids, 4],
    ["mobile", "Firefox", firefoxes, "Android", "16", androids, 1],
    ["tablet", "Safari", ["26"], "iOS", "26", ipads, 3],
    ["tablet", "Chrome", chromes, "Android", "15", ["800x1280"], 1],
    ["desktop", "Chrome", chromes, "Windows", "11", screens, 12],
    ["desktop", "Chrome", chromes, "Windows", "10", screens, 5],
    ["desktop", "Edge", chromes, "Windows", "11", screens, 6],
    ["desktop", "Firefox", firefoxes, "Windows", "11", screens, 4],
    ["desktop", "Safari", ["26"], "macOS", "26", macs, 6],
    ["desktop", "Chrome", chromes, "macOS", "15", macs, 4],
    ["desktop", "Firefox", firefoxes, "macOS", "15", macs, 1],
    ["desktop", "Firefox", firefoxes, "Linux", "", screens, 2],
    ["desktop", "Chrome", chromes, "Linux", "", screens, 1],
  ] as const
).map((model) => [model, model[6]] as const);

/** Somebody who visits the site. */
export function anyPerson(random: Random): Person {
  const country = random.pick(countries).replace("-", "");
  const [device, browser, versions, os, os_version, sizes] = random.pick(models);
  return {
    country,
    language: random.pick(languages[country] ?? english),
    device,
    browser,
    browser_version: random.pick(zipf<string>(versions)),
    os,
    os_version,
    screen: random.pick(zipf<string>(sizes)),
  };
}

/** Reads a table such as `fr 92  en 6`. */
function weigh(table: string): Weighted<string> {
  return [...table.matchAll(/(\S+) (\d+)/g)].map(
    ([, value = "", weight]) => [value, Number(weight)] as const,
  );
}
