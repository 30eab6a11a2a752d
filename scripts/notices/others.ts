/**
 * Something in the program that is no npm package.
 * Shape: `text` names a file of `texts/`, which `copyright` stands before.
 */
export interface Other {
  name: string;
  licence: string;
  /** Where it comes from, and with what. */
  about: string;
  url: string;
  copyright?: string;
  text?: string;
  /** The libraries of PostgreSQL's package that are it. */
  libraries?: RegExp;
}

const withPostgres = "Comes with PostgreSQL.";
const onMac = "Comes with PostgreSQL on macOS.";

const inPostgres: readonly Other[] = [
  {
    name: "PostgreSQL",
    licence: "PostgreSQL",
    about: "The embedded database.",
    url: "https://www.postgresql.org",
    copyright:
      "Portions Copyright (c) 1996-2026, PostgreSQL Global Development Group\n" +
      "Portions Copyright (c) 1994, The Regents of the University of California",
    text: "postgresql",
  },
  {
    name: "Snowball",
    licence: "BSD-3-Clause",
    about: withPostgres,
    url: "https://snowballstem.org",
    copyright: "Copyright (c) 2001, Dr Martin Porter\nCopyright (c) 2002, Richard Boulton",
    text: "bsd-3-clause",
  },
  {
    name: "ICU",
    licence: "Unicode-DFS-2016",
    about: "Comes with PostgreSQL and with Bun.",
    url: "https://icu.unicode.org",
    text: "unicode",
    libraries: /^libicu(data|i18n|uc)\./,
  },
  {
    name: "OpenSSL 1.1",
    licence: "OpenSSL",
    about: "Comes with PostgreSQL on Linux.",
    url: "https://www.openssl.org",
    copyright:
      "Copyright (c) 1998-2019 The OpenSSL Project\nCopyright (C) 1995-1998 Eric Young (eay@cryptsoft.com)",
    text: "openssl",
    libraries: /^lib(crypto|ssl)\.so\.1\.1$/,
  },
  {
    name: "OpenSSL 3",
    licence: "Apache-2.0",
    about: onMac,
    url: "https://www.openssl.org",
    copyright: "Copyright (c) 1998-2025 The OpenSSL Project Authors",
    text: "apache-2.0",
    libraries: /^lib(crypto|ssl)\.3\.dylib$/,
  },
  {
    name: "libxml2",
    licence: "MIT",
    about: withPostgres,
    url: "https://gitlab.gnome.org/GNOME/libxml2",
    copyright: "Copyright (C) 1998-2012 Daniel Veillard. All Rights Reserved.",
    text: "mit",
    libraries: /^libxml2\./,
  },
  {
    name: "zlib",
    licence: "Zlib",
    about: withPostgres,
    url: "https://zlib.net",
    copyright: "Copyright (C) 1995-2024 Jean-loup Gailly and Mark Adler",
    text: "zlib",
    libraries: /^libz\./,
  },
  {
    name: "liblzma",
    licence: "LicenseRef-public-domain",
    about: `${withPostgres} Put into the public domain by its authors.`,
    url: "https://tukaani.org/xz",
    libraries: /^liblzma\./,
  },
  {
    name: "LZ4",
    licence: "BSD-2-Clause",
    about: onMac,
    url: "https://lz4.org",
    copyright: "Copyright (c) 2011-2020, Yann Collet",
    text: "bsd-2-clause",
    libraries: /^liblz4\./,
  },
  {
    name: "Zstandard",
    licence: "BSD-3-Clause",
    about: onMac,
    url: "https://facebook.github.io/zstd",
    copyright: "Copyright (c) Meta Platforms, Inc. and affiliates",
    text: "bsd-3-clause",
    libraries: /^libzstd\./,
  },
  {
    name: "MIT Kerberos",
    licence: "BSD-2-Clause",
    about: onMac,
    url: "https://web.mit.edu/kerberos",
    copyright: "Copyright (C) 1985-2025 by the Massachusetts Institute of Technology",
    text: "bsd-2-clause",
    libraries: /^lib(gssapi_krb5|krb5|krb5support|k5crypto|com_err)\./,
  },
  {
    name: "GNU libiconv",
    licence: "LGPL-2.1-or-later",
    about: `${onMac} A file of its own below the data folder, which may be exchanged.`,
    url: "https://www.gnu.org/software/libiconv",
    copyright: "Copyright (C) 1999-2023 Free Software Foundation, Inc.",
    text: "lgpl-2.1",
    libraries: /^libiconv\./,
  },
];

const inBun: readonly Other[] = [
  {
    name: "Bun",
    licence: "MIT",
    about: "What the program runs on, and what it is made of in turn.",
    url: "https://bun.sh",
    text: "bun",
  },
  {
    name: "JavaScriptCore",
    licence: "LGPL-2.0-or-later",
    about: "Comes with Bun; how to link it anew stands there. Its source: the address above.",
    url: "https://github.com/oven-sh/WebKit",
    text: "lgpl-2.0",
  },
  {
    name: "TinyCC",
    licence: "LGPL-2.1-or-later",
    about: "Comes with Bun; how to link it anew stands there. Its source: the address above.",
    url: "https://github.com/oven-sh/tinycc",
    text: "lgpl-2.1",
  },
];

const data: readonly Other[] = [
  {
    name: "Lucide",
    licence: "ISC",
    about: "The idea of the icons.",
    url: "https://lucide.dev",
    copyright:
      "Copyright (c) for portions of Lucide are held by Cole Bemis 2013-2022 as part of\nFeather (MIT). All other copyright (c) for Lucide are held by Lucide Contributors 2022.",
    text: "isc",
  },
  {
    name: "Countries of addresses",
    licence: "CC-BY-4.0",
    about:
      "Number Resource Organization (nro.net) and the registries AFRINIC, APNIC, ARIN, LACNIC and\n" +
      "RIPE NCC; merged by the project ip-location-db, and read unchanged.",
    url: "https://creativecommons.org/licenses/by/4.0/",
  },
  {
    name: "Natural Earth",
    licence: "LicenseRef-public-domain",
    about: "The shapes of the world map, made smaller and projected here. In the public domain.",
    url: "https://www.naturalearthdata.com",
  },
];

/** What the program carries beside npm packages. */
export const others: readonly Other[] = [...inPostgres, ...inBun, ...data];
