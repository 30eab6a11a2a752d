import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";

/** A server that was started as its own process, as a person would start it. */
export interface ServerProcess {
  origin: string;
  /** The one-time link of the first run; null once an admin exists. */
  setupUrl: string | null;
  pid: number;
  /** Everything it has printed so far. */
  output(): string;
  /** Sends the signal and waits for the end; resolves to the exit code, null when it was killed. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

interface StartOptions {
  command: string[];
  cwd: string;
  env?: Record<string, string>;
  uid?: number;
  readyMaxMs?: number;
}

const readyLine = /ready at (http:\/\/localhost:\d+)/;

/** Starts a server and waits until it says that it is ready. Errors: what it printed instead. */
export async function startServerProcess(options: StartOptions): Promise<ServerProcess> {
  const child = run(options);
  let printed = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const deadline = performance.now() + (options.readyMaxMs ?? 60_000);
  while (!readyLine.test(printed)) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`the server did not become ready:\n${printed}`);
    }
    await Bun.sleep(5);
  }
  const origin = readyLine.exec(printed)?.[1] ?? "";
  // The set-up link follows the ready line at once: it is printed before any request is answered.
  await fetch(`${origin}/health`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  await Bun.sleep(50);
  return {
    origin,
    setupUrl: /(http\S+\/setup\/\S+?)(?="|\s|$)/.exec(printed)?.[1] ?? null,
    pid: child.pid ?? 0,
    output: () => printed,
    end: (signal = "SIGTERM") => end(child, signal),
  };
}

/** Runs a command to its end, for starts that must fail. */
export async function runToEnd(
  options: StartOptions,
): Promise<{ code: number | null; output: string }> {
  const child = run(options);
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

function run({ command, cwd, env, uid }: StartOptions): ChildProcess {
  const [program = "", ...words] = command;
  return spawn(program, words, {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    // Nothing of this machine's own settings may leak into the start of a fresh installation.
    env: { PATH: "/usr/bin:/bin", HOME: tmpdir(), ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
  return child.exitCode;
}
