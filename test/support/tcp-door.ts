/** A port of 127.0.0.1 that leads to a unix socket, for programs that want an address. */
export interface TcpDoor {
  port: number;
  close(): void;
}

interface Pair {
  far: Bun.Socket<undefined> | null;
  waiting: Buffer[];
}

/** Opens the door; each connection to it becomes one to the socket at `path`. */
export function openTcpDoor(path: string): TcpDoor {
  const listener = Bun.listen<Pair>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(near) {
        near.data = { far: null, waiting: [] };
        const connecting = Bun.connect({
          unix: path,
          socket: {
            open(far) {
              near.data.far = far;
              for (const data of near.data.waiting) far.write(data);
            },
            data: (_far, data) => void near.write(data),
            close: () => void near.end(),
          },
        });
        // Nobody is at home.
        connecting.catch(() => near.end());
      },
      data(near, data) {
        if (near.data.far) near.data.far.write(data);
        else near.data.waiting.push(Buffer.from(data));
      },
      close: (near) => void near.data.far?.end(),
    },
  });
  return { port: listener.port, close: () => listener.stop(true) };
}
