import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What PostgreSQL writes about itself into its folder while it runs. */
export interface PidFile {
  pid: number;
  port: number;
  socketDir: string;
  isReady: boolean;
}

/**
 * Reads postmaster.pid; null when there is none, as in a folder that was shut down in order.
 * Source: PostgreSQL's src/include/utils/pidfile.h, one value a line.
 */
export function readPidFile(cluster: string): PidFile | null {
  let text: string;
  try {
    text = readFileSync(join(cluster, "postmaster.pid"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const [pid, , , port, socketDir, , , status] = text.split("\n").map((line) => line.trim());
  return {
    pid: Number(pid),
    port: Number(port),
    socketDir: socketDir || dirname(cluster),
    isReady: status === "ready",
  };
}
