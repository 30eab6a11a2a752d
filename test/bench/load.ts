/**
 * Sends what real visitors' browsers would, over kept connections, each waiting for its answer
 * before it sends again. Raw sockets, because `fetch` would be busier than the server.
 *   bun test/bench/load.ts PORT KEY DOMAIN SECONDS CONNECTIONS
 * Prints one line of JSON, a `LoadReport`.
 */
import { agents } from "#test/support/browser.ts";

/** What a run has sent. Units: latencies in ms; `acked` counts the answers of 202. */
export interface LoadReport {
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
  sentAt: number;
  visitor: Visitor;
  /** The view that was acknowledged last, and how many messages it has. */
  view: number;
  messages: number;
  path: string;
  answer: string;
}

const bucketsPerMs = 20;
const [port = "", key = "", domain = "", seconds = "30", connections = "64"] =
  process.argv.slice(2);
const agentList = Object.values(agents);
const languages = ["fr-FR,fr;q=0.9", "en-GB,en;q=0.8", "de-DE,de;q=0.7", "nl-NL,nl;q=0.9,en;q=0.5"];
const referrers = ["", "", "https://www.google.com/", "https://duckduckgo.com/", "https://t.co/x"];
const latencies = new Uint32Array(20_000);
const refused: Record<string, number> = {};
let acked = 0;
let maxMs = 0;
let lastView = 0;
let isOver = false;

const endAt = performance.now() + Number(seconds) * 1_000;
const open = Array.from({ length: Number(connections) }, connect);
await Promise.all(open);
console.log(JSON.stringify(report()));
process.exit(0);

async function connect(): Promise<void> {
  const done = Promise.withResolvers<void>();
  const state: Connection = {
    sentAt: 0,
    visitor: newVisitor(),
    view: 0,
    messages: 0,
    path: "/",
    answer: "",
  };
  await Bun.connect({
    hostname: "127.0.0.1",
    port: Number(port),
    socket: {
      open: (socket) => send(socket, state),
      data: (socket, data) => {
        state.answer += data.toString("latin1");
        if (!state.answer.includes("\r\n\r\n")) return;
        note(state);
        if (isOver || performance.now() >= endAt) {
          isOver = true;
          socket.end();
          done.resolve();
        } else send(socket, state);
      },
      close: () => done.resolve(),
    },
  });
  await done.promise;
}

/** Of ten messages, seven are new views, two beats of one and one an event on one. */
function send(socket: { write(text: string): number }, state: Connection): void {
  const body = nextBody(state);
  const { visitor } = state;
  state.answer = "";
  state.sentAt = performance.now();
  socket.write(
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
  const ms = performance.now() - state.sentAt;
  const bucket = Math.min(Math.floor(ms * bucketsPerMs), latencies.length - 1);
  latencies[bucket] = (latencies[bucket] ?? 0) + 1;
  maxMs = Math.max(maxMs, ms);
  const status = state.answer.slice(9, 12);
  if (status === "202" && !state.answer.includes("x-dropped")) acked += 1;
  else refused[status] = (refused[status] ?? 0) + 1;
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
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return {
    seconds: Number(seconds),
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
