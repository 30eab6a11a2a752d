import { describe, expect, test } from "bun:test";
import { checkPortFree } from "./port.ts";

describe("checkPortFree", () => {
  test("says which port is taken", () => {
    const other = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
    expect(checkPortFree({ host: "127.0.0.1", port: other.port })).rejects.toThrow(
      `Port ${other.port} is taken by another program`,
    );
    other.stop(true);
  });

  test("says that an address is not of this machine", () => {
    expect(checkPortFree({ host: "192.0.2.1", port: 0 })).rejects.toThrow(
      "192.0.2.1 is no address of this machine",
    );
  });

  test("leaves a free port free", async () => {
    await checkPortFree({ host: "127.0.0.1", port: 0 });
  });
});
