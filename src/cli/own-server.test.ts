import { describe, expect, test } from "bun:test";
import { ownOrigin } from "./own-server.ts";

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
