import { describe, expect, test } from "bun:test";
import { postgresConf } from "./settings.ts";

const gigabyte = 2 ** 30;

function confOf(given: Partial<Parameters<typeof postgresConf>[0]> = {}): Map<string, string> {
  const text = postgresConf({
    socketDir: "/data/run",
    port: 5432,
    memory: gigabyte,
    platform: "linux",
    ...given,
  });
  const lines = text.split("\n").filter((line) => line.includes(" = "));
  return new Map(lines.map((line) => line.split(" = ") as [string, string]));
}

describe("postgresConf", () => {
  test.each([
    [gigabyte / 8, "32MB"],
    [gigabyte / 2, "64MB"],
    [gigabyte, "128MB"],
    [64 * gigabyte, "128MB"],
  ])("of %d bytes of memory it gives %s to the buffers", (memory, expected) => {
    expect(confOf({ memory }).get("shared_buffers")).toBe(expected);
  });

  test.each([
    [gigabyte / 8, "512"],
    [gigabyte, "512"],
    [2 * gigabyte, "1024"],
    [64 * gigabyte, "1024"],
  ])("of %d bytes of memory it makes room for %s locks a connection", (memory, expected) => {
    expect(confOf({ memory }).get("max_locks_per_transaction")).toBe(expected);
  });

  test("nothing that makes a commit durable is switched off", () => {
    const conf = confOf();
    for (const name of ["fsync", "synchronous_commit", "full_page_writes"])
      expect(conf.get(name)).toBe("on");
  });

  test("it listens on no network address", () => {
    expect(confOf().get("listen_addresses")).toBe("''");
  });

  test("a quote in a folder's name does not end the value", () => {
    const conf = confOf({ socketDir: "/o'brien/run" });
    expect(conf.get("unix_socket_directories")).toBe("'/o''brien/run'");
  });

  test("what only Linux has is left to Linux", () => {
    const conf = confOf({ platform: "darwin" });
    expect(conf.get("recovery_init_sync_method")).toBe("fsync");
    expect(conf.get("dynamic_shared_memory_type")).toBe("posix");
  });
});
