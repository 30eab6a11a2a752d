import { describe, expect, test } from "bun:test";
import { askOwnHealth, ownOrigin } from "./own-server.ts";

describe("ownOrigin", () => {
  test.each([
    ["0.0.0.0", "http://127.0.0.1:3000"],
    ["::", "http://127.0.0.1:3000"],
    ["127.0.0.1", "http://127.0.0.1:3000"],
    ["192.168.1.5", "http://192.168.1.5:3000"],
    ["::1", "http://[::1]:3000"],
    ["localhost", "http://localhost:3000"],
  ])("of a server that listens on %s is %s", (host, origin) => {
    expect(ownOrigin({ host, port: 3000, metricsToken: null })).toBe(origin);
  });
});

describe("askOwnHealth", () => {
  test("sends no token on loopback, where it is told anyway, and bears that nobody answers", async () => {
    const seen: (string | null)[] = [];
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: ({ headers }) => {
        seen.push(headers.get("authorization"));
        return new Response("{}");
      },
    });
    const place = {
      host: "0.0.0.0",
      port: Number(server.port),
      metricsToken: "some-other-token-here",
    };
    expect((await askOwnHealth(place, 2_000))?.status).toBe(200);
    expect(seen).toEqual([null]);
    await server.stop(true);
    expect(await askOwnHealth(place, 2_000)).toBeNull();
  });
});
