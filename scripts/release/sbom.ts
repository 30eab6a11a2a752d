import type { Part } from "#scripts/notices/parts.ts";

interface SbomInput {
  version: string;
  parts: readonly Part[];
  /** Packages that our own package.json asks for. */
  wanted: readonly string[];
  /** When the commit was made that is released, so that the same commit gives the same file. */
  madeAt: Date;
}

/**
 * The bill of materials of a release as CycloneDX 1.6: what the program holds is `required`, what
 * only took part in building it `excluded`.
 * Source: https://cyclonedx.org/docs/1.6/json/
 */
export function writeSbom({ version, parts, wanted, madeAt }: SbomInput): string {
  const refs = new Map(parts.map((part) => [part.name, refOf(part)]));
  const refsOf = (names: readonly string[]) => [
    ...new Set(names.flatMap((name) => refs.get(name) ?? [])),
  ];
  const own = `pkg:generic/tracker-analytics@${version}`;
  const unlocked = parts.filter(({ locked }) => !locked).map(({ name }) => name);
  const body = {
    metadata: {
      timestamp: madeAt.toISOString(),
      component: {
        ...{ type: "application", "bom-ref": own, name: "tracker-analytics", version, purl: own },
        licenses: licensesOf("MIT"),
      },
    },
    components: parts.map(describe),
    dependencies: [
      { ref: own, dependsOn: refsOf([...wanted, ...unlocked]) },
      ...parts.map((part) => ({
        ref: refOf(part),
        dependsOn: refsOf([...(part.locked?.dependencies ?? []), ...(part.locked?.optional ?? [])]),
      })),
    ],
  };
  const head = { bomFormat: "CycloneDX", specVersion: "1.6", serialNumber: serialOf(body) };
  return `${JSON.stringify({ ...head, version: 1, ...body }, null, 2)}\n`;
}

function describe(part: Part) {
  const { name, version, licence, isCarried, url, locked } = part;
  const [, group, short = name] = locked ? (/^(@[^/]+)\/(.+)$/.exec(name) ?? []) : [];
  return {
    type: name === "Countries of addresses" || name === "Natural Earth" ? "data" : "library",
    "bom-ref": refOf(part),
    ...(group ? { group } : {}),
    name: short,
    ...(version ? { version } : {}),
    scope: isCarried ? "required" : "excluded",
    ...(locked ? { hashes: [{ alg: "SHA-512", content: hexOf(locked.integrity) }] } : {}),
    licenses: licensesOf(licence),
    ...(locked ? { purl: refOf(part) } : {}),
    ...(url ? { externalReferences: [{ type: "website", url }] } : {}),
  };
}

/** Source: https://github.com/package-url/purl-spec: npm's `@` of a scope is written `%40`. */
function refOf({ name, version, locked }: Part): string {
  if (locked) return `pkg:npm/${name.replace("@", "%40")}@${version}`;
  return name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "-");
}

function licensesOf(licence: string): object[] {
  if (licence.includes(" ")) return [{ expression: licence }];
  return [{ license: licence.startsWith("LicenseRef-") ? { name: licence } : { id: licence } }];
}

/** `sha512-` and base64, as bun.lock has it. */
function hexOf(integrity: string): string {
  return Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
}

/** The same contents have the same number, as the form of a random UUID asks for. */
function serialOf(body: object): string {
  const hash = new Bun.CryptoHasher("sha256").update(JSON.stringify(body)).digest("hex");
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`];
  return `urn:uuid:${[...parts, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join("-")}`;
}
