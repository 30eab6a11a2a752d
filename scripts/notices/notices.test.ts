import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { collectFiles } from "#scripts/prepare/postgres-files.ts";
import { hostTarget, postgresPackage, root } from "#scripts/prepare/target.ts";
import { refuseForeignLicences } from "./allowed.ts";
import { readLockFile } from "./lock-file.ts";
import { writeNotices } from "./notices.ts";
import { others } from "./others.ts";
import { listParts } from "./parts.ts";

const bundles: { entrypoints: string[]; target: "bun" | "browser" }[] = [
  { entrypoints: ["src/main.ts", "src/auth/hash-worker.ts"], target: "bun" },
  { entrypoints: ["app", "chart", "theme"].map((n) => `views/islands/${n}.ts`), target: "browser" },
  { entrypoints: ["tracker/script.ts"], target: "browser" },
];

/** The npm packages whose code the bundler really takes in. */
async function bundledPackages(): Promise<Set<string>> {
  const found = new Set<string>();
  for (const { entrypoints, target } of bundles) {
    const paths = entrypoints.map((path) => join(root, path));
    const { metafile } = await Bun.build({ entrypoints: paths, target, metafile: true });
    for (const path of Object.keys(metafile?.inputs ?? {})) {
      const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
      if (name) found.add(name);
    }
  }
  return found;
}

describe("listParts", () => {
  const carried = new Map(
    listParts()
      .filter(({ isCarried }) => isCarried)
      .map((part) => [part.name, part]),
  );

  test("it names every package whose code is in the program or in its pages", async () => {
    const bundled = await bundledPackages();
    expect(bundled.size).toBeGreaterThan(25);
    expect([...bundled].filter((name) => !carried.has(name))).toEqual([]);
  }, 60_000);

  test("each has the text that has to be passed on", () => {
    const bare = [...carried.values()].filter(({ text }) => text.length < 150);
    expect(bare.map(({ name }) => name)).toEqual([
      "liblzma",
      "Countries of addresses",
      "Natural Earth",
    ]);
  });

  test("each library that PostgreSQL brings is one of those that are named", () => {
    const target = hostTarget();
    const libraries = Object.keys(collectFiles(postgresPackage(target), target, false))
      .filter((path) => /^lib\/[^/]+$/.test(path))
      .map((path) => path.slice("lib/".length));
    expect(libraries.length).toBeGreaterThan(5);
    const isNamed = (name: string) => others.some((other) => other.libraries?.test(name));
    expect(libraries.filter((name) => !isNamed(name))).toEqual([]);
  }, 60_000);

  test.each([
    ["macOS", "libssl.3 libcrypto.3 libz.1 libxml2.16 libicui18n libicuuc.77 libzstd.1 liblz4.1"],
    ["macOS", "libiconv.2 libgssapi_krb5.2.2 libkrb5.3.3 libk5crypto.3.1 libcom_err.3.0"],
  ])("and so are those of %s: %s", (_system, names) => {
    for (const name of names.split(" ").map((one) => `${one}.dylib`))
      expect(others.filter(({ libraries }) => libraries?.test(name))).toHaveLength(1);
  });

  test("what only builds the program is listed, but not as a part of it", () => {
    const names = listParts().map(({ name }) => name);
    for (const tool of ["terser", "@tailwindcss/cli", "lightningcss"]) {
      expect(names).toContain(tool);
      expect(carried.has(tool)).toBe(false);
    }
  });
});

describe("readLockFile", () => {
  test("a second version of a package lies below the one that asks for it", () => {
    const { packages } = readLockFile();
    const ours = packages.get("nodemailer");
    const theirs = packages.get("smtp-server/nodemailer");
    expect(theirs?.folder).toBe("node_modules/smtp-server/node_modules/nodemailer");
    expect(theirs?.name).toBe("nodemailer");
    expect(theirs?.version).not.toBe(ours?.version);
  });
});

describe("refuseForeignLicences", () => {
  const part = { name: "some-package", licence: "MIT", isCarried: true };

  test.each([
    ["GPL-3.0-only", true],
    ["AGPL-3.0-only", false],
    ["MPL-2.0", true],
    ["LGPL-2.1-or-later", true],
    ["SEE LICENSE IN FILE", true],
    ["", true],
  ])("%p is refused by name", (licence, isCarried) => {
    expect(() => refuseForeignLicences([part, { ...part, licence, isCarried }])).toThrow(
      `some-package (${licence || "none named"})`,
    );
  });

  test.each([
    ["some-package", "MIT OR GPL-3.0-only", true],
    ["some-package", "MPL-2.0", false],
    ["JavaScriptCore", "LGPL-2.0-or-later", true],
  ])("%p under %p is fine", (name, licence, isCarried) => {
    expect(() => refuseForeignLicences([{ name, licence, isCarried }])).not.toThrow();
  });
});

describe("writeNotices", () => {
  test("it is the same each time, begins with our own licence, and credits the data", () => {
    const text = writeNotices();
    expect(writeNotices()).toBe(text);
    expect(text).toStartWith("Tracker Analytics\n\nMIT License");
    for (const words of [
      "nro.net",
      "Natural Earth",
      "country-flag-icons",
      "github.com/oven-sh/webkit",
    ])
      expect(text.toLowerCase()).toContain(words.toLowerCase());
    expect(text).not.toContain("undefined");
  });
});
