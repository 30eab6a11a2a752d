import { describe, expect, test } from "bun:test";
import {
  countryName,
  formatBytes,
  formatChange,
  formatDay,
  formatDayRange,
  formatDecimal,
  formatDuration,
  formatFullNumber,
  formatHour,
  formatMoment,
  formatMonth,
  formatNumber,
  formatPercent,
} from "./format.ts";

// In French a narrow no-break space groups digits and a no-break space stands before a unit.
const thin = "\u202f";
const hard = "\u00a0";

describe("formatNumber", () => {
  test.each([
    [0, "0", "0"],
    [999, "999", "999"],
    [9_999, "9,999", `9${thin}999`],
    [10_000, "10k", `10${hard}k`],
    [12_345, "12.3k", `12,3${hard}k`],
    [999_960, "1M", `1${hard}M`],
    [1_234_567, "1.2M", `1,2${hard}M`],
  ])("%d is short from ten thousand on", (value, en, fr) => {
    expect(formatNumber("en", value)).toBe(en);
    expect(formatNumber("fr", value)).toBe(fr);
  });

  test("in full it is never short", () => {
    expect(formatFullNumber("en", 1_234_567)).toBe("1,234,567");
    expect(formatFullNumber("fr", 12_345)).toBe(`12${thin}345`);
  });
});

describe("formatBytes", () => {
  test.each([
    [0, "0 byte", `0${thin}o`],
    [999, "999 byte", `999${thin}o`],
    [8_400_000, "8.4 MB", `8,4${thin}Mo`],
    [1_073_741_824, "1.1 GB", `1,1${thin}Go`],
  ])("%d", (bytes, en, fr) => {
    expect(formatBytes("en", bytes)).toBe(en);
    expect(formatBytes("fr", bytes)).toBe(fr);
  });
});

describe("formatDecimal", () => {
  test("keeps one decimal, and none of a whole number", () => {
    expect(formatDecimal("en", 2.449)).toBe("2.4");
    expect(formatDecimal("fr", 2.449)).toBe("2,4");
    expect(formatDecimal("en", 3)).toBe("3");
  });
});

describe("formatPercent", () => {
  test.each([
    [0, "0%"],
    [0.004, "0.4%"],
    [0.0996, "10%"],
    [0.424, "42%"],
    [1, "100%"],
  ])("%d has a decimal only below ten per cent", (ratio, text) => {
    expect(formatPercent("en", ratio)).toBe(text);
  });

  test("in French a space stands before the sign", () => {
    expect(formatPercent("fr", 0.5)).toMatch(/^50\s%$/);
  });
});

describe("formatChange", () => {
  test.each([
    [112, 100, "+12%"],
    [92, 100, "−8%"],
    [100, 100, "0%"],
    [0, 50, "−100%"],
    [4_400, 100, "+4,300%"],
  ])("from %d before to %d", (value, before, text) => {
    expect(formatChange("en", value, before)).toBe(text);
  });

  test("is nothing when there was nothing before", () => {
    expect(formatChange("en", 5, 0)).toBeNull();
  });
});

describe("formatDuration", () => {
  test.each([
    [0, "0s", `0${hard}s`],
    [-5, "0s", `0${hard}s`],
    [45_400, "45s", `45${hard}s`],
    [59_600, "1m", `1${hard}min`],
    [200_000, "3m 20s", `3${hard}min 20${hard}s`],
    [3_600_000, "1h", `1${hard}h`],
    [3_930_000, "1h 5m", `1${hard}h 5${hard}min`],
  ])("%d ms has at most two units", (durationMs, en, fr) => {
    expect(formatDuration("en", durationMs)).toBe(en);
    expect(formatDuration("fr", durationMs)).toBe(fr);
  });
});

describe("formatDay", () => {
  test.each([
    ["short", "23 Nov", "23 nov."],
    ["weekday", "Mon 23 Nov", "lun. 23 nov."],
    ["medium", "23 Nov 2026", "23 nov. 2026"],
    ["long", "23 November 2026", "23 novembre 2026"],
    ["full", "Monday, 23 November 2026", "lundi 23 novembre 2026"],
  ] as const)("%s", (style, en, fr) => {
    expect(formatDay("en", "2026-11-23", style)).toBe(en);
    expect(formatDay("fr", "2026-11-23", style)).toBe(fr);
  });

  test.each([
    ["short", "1er nov."],
    ["weekday", "dim. 1er nov."],
    ["medium", "1er nov. 2026"],
    ["full", "dimanche 1er novembre 2026"],
  ] as const)(
    "%s: French has an ordinal for the first of a month, and only for it",
    (style, fr) => {
      expect(formatDay("fr", "2026-11-01", style)).toBe(fr);
      for (const day of ["2026-11-11", "2026-11-21", "2026-12-31"])
        expect(formatDay("fr", day, style)).not.toContain("er ");
    },
  );

  test("of a local time only the day counts", () => {
    expect(formatDay("en", "2026-11-23T23:00", "short")).toBe("23 Nov");
  });
});

describe("formatDayRange", () => {
  test("says a month or a year once when both days share it", () => {
    const plain = (text: string) => text.replace(/[\s\u2009]/g, "");
    expect(plain(formatDayRange("en", "2026-11-23", "2026-11-30"))).toBe("23–30Nov2026");
    expect(plain(formatDayRange("en", "2026-11-23", "2026-11-23"))).toBe("23Nov2026");
    expect(plain(formatDayRange("fr", "2025-12-30", "2026-01-02"))).toBe("30déc.2025–2janv.2026");
    expect(plain(formatDayRange("fr", "2026-11-01", "2026-11-07"))).toBe("1er–7nov.2026");
    expect(plain(formatDayRange("fr", "2025-11-11", "2026-01-01"))).toBe("11nov.2025–1erjanv.2026");
  });
});

describe("formatMoment", () => {
  test("is by the clock of the zone", () => {
    const at = new Date("2026-11-30T23:00:00Z");
    expect(formatMoment("en", at, "Europe/Paris")).toBe("1 December 2026 at 00:00");
    expect(formatMoment("fr", at, "Europe/Paris")).toBe("1er décembre 2026 à 00:00");
    expect(formatMoment("fr", at, "America/New_York")).toBe("30 novembre 2026 à 18:00");
  });
});

describe("formatMonth and formatHour", () => {
  test("are written as the language does", () => {
    expect(formatMonth("en", "2026-11-01")).toBe("November 2026");
    expect(formatMonth("fr", "2026-11-01", "short")).toBe("nov. 2026");
    expect(formatHour("en", "2026-11-23T09:00")).toBe("09:00");
    expect(formatHour("fr", "2026-11-23T09:00")).toBe(`9${hard}h`);
  });
});

describe("countryName", () => {
  test.each([
    ["DE", "Germany", "Allemagne"],
    ["US", "United States", "États-Unis"],
    ["QQ", "QQ", "QQ"],
    ["", "", ""],
    ["<b>", "<b>", "<b>"],
  ])("%s", (code, en, fr) => {
    expect(countryName("en", code)).toBe(en);
    expect(countryName("fr", code)).toBe(fr);
  });
});
