import { connect, createServer, type NetConnectOpts, type Socket } from "node:net";

/** A port of 127.0.0.1 that leads to a server, for programs that want an address. */
export interface TcpDoor {
  port: number;
  /** Shut, it hangs up on whoever is there and whoever comes; frozen, it passes nothing on. */
  set(state: "open" | "shut" | "frozen"): void;
  close(): void;
}

/** Opens the door; each connection to it becomes one to the target. */
export async function openTcpDoor(target: NetConnectOpts): Promise<TcpDoor> {
  let state: "open" | "shut" | "frozen" = "open";
  const pairs = new Set<[Socket, Socket]>();
  const server = createServer((near) => {
    if (state === "shut") return void near.destroy();
    const far = connect(target);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const socket of pair)
      socket
        .on("error", () => {})
        .on("close", () => {
          near.destroy();
          far.destroy();
          pairs.delete(pair);
        });
    near.pipe(far).pipe(near);
    if (state === "frozen") freeze(pair);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    set: (next) => {
      state = next;
      for (const pair of pairs)
        if (next === "shut") pair[0].destroy();
        else if (next === "frozen") freeze(pair);
        else pair[0].pipe(pair[1]).pipe(pair[0]);
    },
    close: () => {
      for (const [near] of pairs) near.destroy();
      server.close();
    },
  };
}

function freeze(pair: [Socket, Socket]): void {
  for (const socket of pair) socket.unpipe().pause();
}
