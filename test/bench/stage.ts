import { spawn } from "node:child_process";
import { resolve } from "node:path";
import postgres from "postgres";
import type { Sql } from "#src/db/client.ts";
import { attachEmbedded } from "#src/db/embedded/start.ts";
import { installBinary } from "#test/support/binary.ts";
import { createFolder } from "#test/support/folder.ts";
import { type ServerProcess, startServerProcess } from "#test/support/server-process.ts";
import type { LoadReport } from "./load.ts";

export const benchKey = "bench0bench0";
export const benchDomain = "shop.example";
const siteZone = "Europe/Paris";

/** The release's own program on its own database, with a site to send to. */
export interface BenchStage {
  server: ServerProcess;
  port: number;
  siteId: number;
  sql: Sql;
  stop(): Promise<void>;
}

export async function setBenchStage(env: Record<string, string> = {}): Promise<BenchStage> {
  const folder = createFolder("bench");
  const command = [await installBinary(folder.path), "--port", "0", "--host", "127.0.0.1"];
  const settings = { RATE_LIMIT: "0", TRUSTED_PROXIES: "loopback", ...env };
  const server = await startServerProcess({ command, cwd: folder.path, env: settings });
  const connection = attachEmbedded(resolve(folder.path, "data"));
  if (!connection || typeof connection === "string") throw new Error("the database is not there");
  const sql = postgres({ ...connection, max: 2, onnotice: () => {} });
  const [site] = await sql<{ id: number }[]>`
    insert into sites (key, domain, name, time_zone)
    values (${benchKey}, ${benchDomain}, 'Bench', ${siteZone})
    returning id
  `;
  return {
    server,
    port: Number(new URL(server.origin).port),
    siteId: site?.id ?? 0,
    sql,
    stop: async () => {
      await sql.end();
      await server.end();
      folder.remove();
    },
  };
}

/** Runs the load generator as a process of its own. */
export function runLoad(
  port: number,
  { seconds, connections = 64 }: { seconds: number; connections?: number },
): Promise<LoadReport> {
  const words = [port, benchKey, benchDomain, seconds, connections].map(String);
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
