import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { listParts } from "./notices/parts.ts";
import { hostTarget, root } from "./prepare/target.ts";
import { release } from "./release.ts";

interface Sbom {
  bomFormat: string;
  specVersion: string;
  serialNumber: string;
  metadata: { timestamp: string; component: { name: string; version: string; "bom-ref": string } };
  components: {
    "bom-ref": string;
    name: string;
    purl?: string;
    scope: string;
    licenses: { license?: { id?: string; name?: string }; expression?: string }[];
    hashes?: { alg: string; content: string }[];
  }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

const folder = createFolder("release");
const outDir = join(folder.path, "release");
const url = "https://stats.example.com/releases";
const read = (name: string) => readFileSync(join(outDir, name), "utf8");
const program = `tracker-analytics-${hostTarget()}`;
let names: string[];

beforeAll(async () => {
  names = await release({ outDir, targets: [hostTarget()], level: 3, url });
}, 240_000);
afterAll(folder.remove, 60_000);

describe("release", () => {
  test("SHA256SUMS holds for every file, in the order of their names", () => {
    const lines = read("SHA256SUMS").trim().split("\n");
    expect(lines.map((line) => line.slice(66))).toEqual(names);
    expect(names).toEqual([...names].sort());
    expect(names).toContain(program);
    for (const line of lines) {
      const [hash, name = ""] = line.split("  ");
      const bytes = readFileSync(join(outDir, name));
      expect(new Bun.CryptoHasher("sha256").update(bytes).digest("hex")).toBe(hash ?? "");
    }
  }, 60_000);

  test("the program prints the notices that lie beside it, to the last byte", () => {
    const words = ["licences"];
    const { status, stdout } = spawnSync(join(outDir, program), words, { maxBuffer: 2 ** 24 });
    expect(status).toBe(0);
    expect(stdout.toString()).toBe(read("THIRD-PARTY-NOTICES.txt"));
  }, 60_000);

  test("the installer knows its release and where it lies, and is the same otherwise", () => {
    const text = read("install.sh");
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(text).toContain(`\nrelease_url='${url}'\nrelease_version='${version}'\n`);
    const own = readFileSync(join(root, "deploy/install.sh"), "utf8");
    expect(text.replace(url, "").replace(`'${version}'`, "''")).toBe(own);
  });

  test("an address that could break out of the installer is refused", async () => {
    const other = join(folder.path, "other");
    for (const odd of ["http://stats.example.com", "https://x.example/';rm -rf ~;'"])
      await expect(release({ outDir: other, targets: [], level: 3, url: odd })).rejects.toThrow(
        "--url",
      );
  });
});

describe("the bill of materials", () => {
  test("is CycloneDX 1.6 with a licence, a hash and an address for every package", () => {
    const sbom = JSON.parse(read("sbom.cdx.json")) as Sbom;
    expect([sbom.bomFormat, sbom.specVersion]).toEqual(["CycloneDX", "1.6"]);
    expect(sbom.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(sbom.components).toHaveLength(listParts().length);
    for (const { purl, hashes, licenses, scope } of sbom.components) {
      expect(["required", "excluded"]).toContain(scope);
      const [first] = licenses;
      expect(first?.expression ?? first?.license?.id ?? first?.license?.name).toMatch(/^[\w. -]+$/);
      if (!purl) continue;
      expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d[\w.-]*$/);
      expect(hashes?.[0]?.content).toMatch(/^[0-9a-f]{128}$/);
    }
  });

  test("tells what asks for what, from the program down to the last package", () => {
    const { metadata, components, dependencies } = JSON.parse(read("sbom.cdx.json")) as Sbom;
    const refs = components.map((component) => component["bom-ref"]);
    expect(new Set(refs).size).toBe(refs.length);
    const graph = new Map(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
    const own = metadata.component["bom-ref"];
    expect([...graph.keys()]).toEqual([own, ...refs]);
    const reached = new Set<string>();
    const queue = [own];
    for (let ref = queue.pop(); ref; ref = queue.pop())
      for (const next of graph.get(ref) ?? [])
        if (!reached.has(next)) queue.push(next) && reached.add(next);
    expect([...reached].sort()).toEqual([...refs].sort());
  });

  test("the same commit gives the same file", async () => {
    const again = join(folder.path, "again");
    await release({ outDir: again, targets: [], level: 3, url });
    expect(readFileSync(join(again, "sbom.cdx.json"), "utf8")).toBe(read("sbom.cdx.json"));
  }, 60_000);
});
