import { spawn } from "node:child_process";
import { resolve } from "node:path";
import postgres from "postgres";
import type { Sql } from "#src/db/client.ts";
import { attachEmbedded, startEmbedded } from "#src/db/embedded/start.ts";
import { installBinary } from "#test/support/binary.ts";
import { createFolder } from "#test/support/folder.ts";
import { type ServerProcess, startServerProcess } from "#test/support/server-process.ts";
import type { LoadReport } from "./load.ts";

export const benchKey = "bench0bench0";
export const benchDomain = "shop.example";
export const benchZone = "Europe/Paris";

/** The release's own program on its own database, with a site to send to. */
export interface BenchStage {
  /** The one that runs now: a restart makes another, on another port. */
  readonly server: ServerProcess;
  readonly port: number;
  /** Where everything of it is, with the data in `data`. */
  folder: string;
  siteId: number;
  /** Finds its way back by itself after a restart. */
  sql: Sql;
  restart(): Promise<void>;
  /** Ends the server, works on its database alone, and starts the server again. */
  withoutServer(work: (connect: () => Sql) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Shape: `program` is run instead of the release's own. */
export async function setBenchStage(
  env: Record<string, string> = {},
  program?: readonly string[],
): Promise<BenchStage> {
  const folder = createFolder("bench");
  const dataDir = resolve(folder.path, "data");
  const words = program ?? [await installBinary(folder.path)];
  const command = [...words, "--port", "0", "--host", "127.0.0.1"];
  const settings = { RATE_LIMIT: "0", TRUSTED_PROXIES: "loopback", ...env };
  const start = () => startServerProcess({ command, cwd: folder.path, env: settings });
  let server = await start();
  const connection = attachEmbedded(dataDir);
  if (!connection) throw new Error("the database is not there");
  const sql = postgres({ ...connection, max: 2, onnotice: () => {} });
  const [site] = await sql<{ id: number }[]>`
    insert into sites (key, domain, name, time_zone)
    values (${benchKey}, ${benchDomain}, 'Bench', ${benchZone})
    returning id
  `;
  return {
    get server() {
      return server;
    },
    get port() {
      return Number(new URL(server.origin).port);
    },
    folder: folder.path,
    siteId: site?.id ?? 0,
    sql,
    restart: async () => {
      await server.end();
      server = await start();
    },
    withoutServer: async (work) => {
      await server.end();
      await workAlone(dataDir, work);
      server = await start();
    },
    stop: async () => {
      await sql.end();
      await server.end();
      folder.remove();
    },
  };
}

async function workAlone(
  dataDir: string,
  work: (connect: () => Sql) => Promise<void>,
): Promise<void> {
  const options = { dataDir, runtimeDir: null, databaseUser: null };
  const database = await startEmbedded({ ...options, log: console.error });
  const clients: Sql[] = [];
  try {
    await work(() => {
      const client = postgres({ ...database.connection, max: 1, onnotice: () => {} });
      clients.push(client);
      return client;
    });
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await database.stop();
  }
}

interface LoadOptions {
  seconds: number;
  connections?: number;
  /** Messages a second, whether or not they are answered; without, as many as are answered. */
  rate?: number;
}

/** Runs the load generator as a process of its own. */
export function runLoad(
  port: number,
  { seconds, connections = 64, rate = 0 }: LoadOptions,
): Promise<LoadReport> {
  const words = [port, benchKey, benchDomain, seconds, connections, rate].map(String);
  const child = spawn(process.execPath, [resolve(import.meta.dir, "load.ts"), ...words], {
    cwd: resolve(import.meta.dir, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((done, fail) =>
    child.on("close", (code) =>
      code === 0 ? done(JSON.parse(output) as LoadReport) : fail(new Error(`load ended: ${code}`)),
    ),
  );
}
