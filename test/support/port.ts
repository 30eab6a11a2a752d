// Below those that systems give to whoever asks for any, and so to connections: a port that a
// server is to begin on, or to come back to, is nobody else's meanwhile. Above those that browsers
// refuse.
const first = 20_000;
const last = 32_767;

// Another run beside this one begins elsewhere.
let next = first + Math.floor(Math.random() * (last - first));

/** A port of 127.0.0.1 that nobody listens on just now, and another one each time. */
export function freePort(): number {
  for (;;) {
    next = next === last ? first : next + 1;
    if (isFree(next)) return next;
  }
}

function isFree(port: number): boolean {
  try {
    Bun.listen({ hostname: "127.0.0.1", port, socket: { data() {} } }).stop(true);
    return true;
  } catch {
    return false;
  }
}
