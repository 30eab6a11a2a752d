import { parseSiteForm, siteValues } from "#src/admin/site-form.ts";
import { Form } from "#src/lib/form.ts";
import { siteKeyPattern } from "#src/lib/site-key.ts";
import { type Day, dayIn, parseDay } from "#src/lib/time.ts";
import { newSiteFields, type SiteFields } from "#src/sites/site.ts";
import { formatName, formatVersion, type Header, type MovedSite } from "./format.ts";
import { Fault, type Json, readObject } from "./shape.ts";

/** A site as a file gives it, with settings that a person could have typed. */
export interface ParsedSite {
  fields: SiteFields;
  key: string;
  createdAt: Date;
  isArchived: boolean;
  eventsFrom: Day | null;
}

const dayMs = 86_400_000;

const plain = newSiteFields({ domain: "", name: "", timeZone: "" });
const fieldNames = Object.keys(plain) as (keyof SiteFields)[];
const otherNames = ["key", "createdAt", "archivedAt", "eventsFrom"] satisfies (keyof MovedSite)[];

/** Reads the first line. Errors: `Fault`, when it is none of ours or has a wrong setting. */
export function parseHeader(line: unknown, now: Date): ParsedSite {
  const header = readObject(line, "the first line") as unknown as Header;
  if (header.format !== formatName)
    throw new Fault("it does not begin as the export of a site does");
  if (header.version !== formatVersion)
    throw new Fault("it is of a newer version of the format: import it with a newer program");
  const site = readObject(header.site, "site", [...fieldNames, ...otherNames]);
  const { key, createdAt, archivedAt, eventsFrom } = site;
  if (typeof key !== "string" || !siteKeyPattern.test(key)) throw new Fault("key is no site's key");
  const fields = parseFields(site);
  const madeAt = readInstant(createdAt) ?? now;
  if (madeAt.getTime() > now.getTime() + dayMs) throw new Fault("createdAt lies ahead");
  return {
    ...{ fields, key, isArchived: readInstant(archivedAt) !== null },
    createdAt: madeAt,
    eventsFrom: eventsFrom === null ? null : readEventsFrom(eventsFrom, fields, now),
  };
}

/** The days before this one are never counted anew: were it ahead, today would not be either. */
function readEventsFrom(value: unknown, { timeZone }: SiteFields, now: Date): Day {
  const day = parseDay(typeof value === "string" ? value : null);
  if (!day) throw new Fault("eventsFrom is no day such as 2026-01-31");
  if (day > dayIn(timeZone, now)) throw new Fault("eventsFrom lies ahead");
  return day;
}

/** The settings, by the very rules of the form in which they are typed. */
function parseFields(site: Json): SiteFields {
  for (const name of fieldNames) {
    const value = site[name];
    const isRight =
      name === "retentionMonths"
        ? value === null || typeof value === "number"
        : Array.isArray(plain[name])
          ? Array.isArray(value) && value.every((one) => typeof one === "string")
          : typeof value === typeof plain[name];
    if (!isRight) throw new Fault(`${name} is of the wrong type`);
  }
  const typed = new URLSearchParams();
  for (const [name, value] of Object.entries(siteValues(site as unknown as SiteFields)))
    if (value !== false) typed.set(name, value === true ? "on" : value);
  const { fields, faults } = parseSiteForm(new Form(typed));
  if (!fields) throw new Fault(`${Object.keys(faults).join(", ")} cannot be set so`);
  return fields;
}

function readInstant(value: unknown): Date | null {
  if (value === null) return null;
  const at = new Date(typeof value === "string" ? value : Number.NaN);
  if (Number.isNaN(at.getTime())) throw new Fault("a moment of the site is none");
  return at;
}
