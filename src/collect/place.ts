import { readFileSync } from "node:fs";
import { type Response as GeoRecord, Reader } from "mmdb-lib";
import { assetPath } from "#src/lib/assets.ts";
import { StartupError } from "#src/lib/errors.ts";
import { isV4, parseIp } from "#src/lib/ip.ts";

/** Where an address is. Shape: the columns of an event's row; empty when it is not known. */
interface Place {
  country: string;
  region: string;
  city: string;
}

/** Finds the place of an address, in memory only. */
export type FindPlace = (ip: string) => Place;

/** An open geo database. */
interface Places {
  find: FindPlace;
  /** What it calls itself, and when it was made. */
  about: { name: string; builtAt: Date };
}

interface Named {
  names?: { en?: string };
}
/** What MaxMind's databases hold, and beside it what those of ip-location-db do. */
interface Found {
  country?: { iso_code?: string };
  subdivisions?: Named[];
  city?: Named | string;
  country_code?: string;
  state1?: string;
}

const nowhere: Place = { country: "", region: "", city: "" };

/**
 * Opens a geo database: the given file, else the built-in one, which knows countries.
 * Errors: `StartupError` with one sentence when the file cannot be read.
 */
export function openPlaces(geoipFile: string | null): Places {
  const reader = openReader(geoipFile ?? assetPath("geo-country.mmdb"));
  const { databaseType, buildEpoch } = reader.metadata;
  const find: FindPlace = (ip) => {
    const address = parseIp(ip);
    // The reader does not check what it is given.
    if (!address) return nowhere;
    // An IPv4 address in an IPv6 one (`::ffff:192.0.2.1`) stands elsewhere in most databases.
    const found = reader.get(isV4(address) ? address.slice(12).join(".") : ip) as Found | null;
    return found ? describePlace(found) : nowhere;
  };
  return { find, about: { name: databaseType, builtAt: buildEpoch } };
}

function openReader(file: string): Reader<GeoRecord> {
  try {
    return new Reader(readFileSync(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code ? `cannot be read (${code})` : "is no MaxMind-format database";
    throw new StartupError(`GEOIP_FILE ${file} ${why}.`);
  }
}

function describePlace(found: Found): Place {
  const city = typeof found.city === "string" ? found.city : found.city?.names?.en;
  return {
    country: found.country?.iso_code ?? found.country_code ?? "",
    region: found.subdivisions?.[0]?.names?.en ?? found.state1 ?? "",
    city: city ?? "",
  };
}
