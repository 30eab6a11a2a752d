/**
 * Sends what real visitors' browsers would, over kept connections. Raw sockets, because `fetch` would
 * be busier than the server.
 *   bun test/bench/load.ts PORT KEY DOMAIN SECONDS CONNECTIONS RATE
 * Without a rate (0), each connection waits for its answer and sends again: as much as is answered.
 * With one, messages are due at random instants, as visitors come, so many a second on average,
 * whether or not those before are answered; a message's time counts from the instant when it was
 * due, also if it had to wait for a connection. Prints one line of JSON, a `LoadReport`.
 */
import type { Socket } from "bun";
import { agents } from "#test/support/browser.ts";

/** What a run has sent. Units: latencies in ms; `acked` counts the answers of 202. */
export interface LoadReport {
  /** Until the last answer. */
  seconds: number;
  acked: number;
  refused: Record<string, number>;
  p50: number;
  p99: number;
  max: number;
}

interface Visitor {
  ip: string;
  agent: string;
  language: string;
}
interface Connection {
  socket: Socket | null;
  /** When the message was due that is being answered; null when none is. */
  dueAt: number | null;
  visitor: Visitor;
  /** The view that was acknowledged last, and how many messages it has. */
  view: number;
  messages: number;
  path: string;
  answer: string;
}

const bucketsPerMs = 20;
const tickMs = 1;
/** How long answers are waited for at the end; what has none by then is refused. */
const patienceMs = 15_000;
const [port = "", key = "", domain = "", seconds = "30", connections = "64", rate = "0"] =
  process.argv.slice(2);
const agentList = Object.values(agents);
const languages = ["fr-FR,fr;q=0.9", "en-GB,en;q=0.8", "de-DE,de;q=0.7", "nl-NL,nl;q=0.9,en;q=0.5"];
const referrers = ["", "", "https://www.google.com/", "https://duckduckgo.com/", "https://t.co/x"];
const latencies = new Uint32Array(2 * patienceMs * bucketsPerMs);
const refused: Record<string, number> = {};
let acked = 0;
let maxMs = 0;
let lastView = 0;

const open = new Set<Connection>();
/** Connections that have nothing to wait for, the one that has rested longest first. */
const idle: Connection[] = [];
/** When the messages were due that no connection was free for. */
const waiting: number[] = [];
const isOpenLoop = Number(rate) > 0;

await Promise.all(Array.from({ length: Number(connections) }, connect));
const startedAt = performance.now();
const endAt = startedAt + Number(seconds) * 1_000;
let nextDueAt = startedAt;
let lastAnswerAt = startedAt;
const timer = setInterval(pump, tickMs);
pump();
while (!isDone()) await Bun.sleep(10);
clearInterval(timer);
for (const dueAt of waiting) refuse("unsent", dueAt);
for (const { dueAt } of open) if (dueAt !== null) refuse("unanswered", dueAt);
console.log(JSON.stringify(report()));
process.exit(0);

function isDone(): boolean {
  const now = performance.now();
  if (now < endAt) return false;
  pump();
  return (waiting.length === 0 && idle.length >= Number(connections)) || now > endAt + patienceMs;
}

async function connect(): Promise<void> {
  const state: Connection = {
    socket: null,
    dueAt: null,
    visitor: newVisitor(),
    view: 0,
    messages: 0,
    path: "/",
    answer: "",
  };
  state.socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: Number(port),
    socket: {
      data: (_socket, data) => {
        state.answer += data.toString("latin1");
        if (!state.answer.includes("\r\n\r\n")) return;
        note(state);
        if (isOpenLoop || lastAnswerAt >= endAt) rest(state);
        else send(state, lastAnswerAt);
      },
      close: () => void replace(state),
    },
  });
  open.add(state);
  idle.push(state);
}

function rest(state: Connection): void {
  state.dueAt = null;
  idle.push(state);
  pump();
}

/** A server may hang up; what it owed an answer is refused then. */
async function replace(state: Connection): Promise<void> {
  if (state.dueAt !== null) refuse("closed", state.dueAt);
  open.delete(state);
  const at = idle.indexOf(state);
  if (at >= 0) idle.splice(at, 1);
  await connect();
  pump();
}

/** Sends what is due, as far as there are connections. */
function pump(): void {
  const now = performance.now();
  if (isOpenLoop)
    while (nextDueAt <= now && nextDueAt < endAt) {
      waiting.push(nextDueAt);
      nextDueAt -= (Math.log(1 - Math.random()) * 1_000) / Number(rate);
    }
  else if (now < endAt) waiting.push(...idle.map(() => now));
  while (waiting.length > 0 && idle.length > 0)
    send(idle.shift() as Connection, waiting.shift() as number);
}

/** Of ten messages, seven are new views, two beats of one and one an event on one. */
function send(state: Connection, dueAt: number): void {
  const body = nextBody(state);
  const { visitor } = state;
  state.answer = "";
  state.dueAt = dueAt;
  state.socket?.write(
    `POST /${key} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: https://${domain}\r\n` +
      `User-Agent: ${visitor.agent}\r\nAccept: */*\r\nAccept-Language: ${visitor.language}\r\n` +
      `Accept-Encoding: gzip, deflate, br, zstd\r\nReferer: https://${domain}/\r\n` +
      `Content-Type: text/plain;charset=UTF-8\r\nX-Forwarded-For: ${visitor.ip}\r\n` +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  );
}

function nextBody(state: Connection): string {
  const dice = Math.random();
  // A view has one beat and one event at the most, so that what is stored can be counted.
  if (state.messages === 1 && dice < 0.22)
    return bodyOf(state, { t: "b", k: 1, a: 30_000, e: 21_000, y: 60 });
  if (state.messages === 1 && dice < 0.32)
    return bodyOf(state, { t: "x", k: 1, a: 9_000, e: 0, n: "add to cart", p: { price: 12 } });
  if (Math.random() < 0.3) state.visitor = newVisitor();
  lastView += 1;
  state.view = process.pid + lastView / 10_000_000;
  state.messages = 0;
  state.path = `/shop/${Math.floor(Math.random() ** 3 * 5_000)}`;
  return bodyOf(state, { t: "v", k: 0, a: 0, e: 0, y: 0, q: "", r: pick(referrers) });
}

function bodyOf(state: Connection, fields: object): string {
  state.messages += 1;
  return JSON.stringify({ v: 1, i: state.view, u: `https://${domain}${state.path}`, ...fields });
}

function newVisitor(): Visitor {
  const part = () => 1 + Math.floor(Math.random() * 253);
  const agent = pick(agentList).replace("142", String(120 + Math.floor(Math.random() * 25)));
  return {
    ip: `${80 + (part() % 16)}.${part()}.${part()}.${part()}`,
    agent,
    language: pick(languages),
  };
}

function note(state: Connection): void {
  if (state.dueAt === null) return;
  const status = state.answer.slice(9, 12);
  if (status === "202" && !state.answer.includes("x-dropped")) {
    acked += 1;
    time(state.dueAt);
  } else refuse(status, state.dueAt);
}

function refuse(why: string, dueAt: number): void {
  refused[why] = (refused[why] ?? 0) + 1;
  time(dueAt);
}

function time(dueAt: number): void {
  lastAnswerAt = performance.now();
  const ms = lastAnswerAt - dueAt;
  const bucket = Math.min(Math.floor(ms * bucketsPerMs), latencies.length - 1);
  latencies[bucket] = (latencies[bucket] ?? 0) + 1;
  maxMs = Math.max(maxMs, ms);
}

function report(): LoadReport {
  const total = latencies.reduce((sum, count) => sum + count, 0);
  const quantile = (share: number) => {
    let seen = 0;
    const at = latencies.findIndex((count) => {
      seen += count;
      return seen >= total * share;
    });
    return (at + 1) / bucketsPerMs;
  };
  const round = (figure: number) => Math.round(figure * 10) / 10;
  return {
    seconds: round((lastAnswerAt - startedAt) / 1_000),
    acked,
    refused,
    p50: round(quantile(0.5)),
    p99: round(quantile(0.99)),
    max: round(maxMs),
  };
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T;
}
