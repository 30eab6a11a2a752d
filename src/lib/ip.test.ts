import { describe, expect, test } from "bun:test";
import { isInRange, isV4, parseIp, parseIpRange } from "./ip.ts";

function hex(text: string): string | null {
  return parseIp(text)?.toHex() ?? null;
}

describe("parseIp", () => {
  test.each([
    ["192.0.2.1", "00000000000000000000ffffc0000201"],
    ["::ffff:192.0.2.1", "00000000000000000000ffffc0000201"],
    ["::", "00000000000000000000000000000000"],
    ["::1", "00000000000000000000000000000001"],
    ["2001:db8::5:0:1", "20010db8000000000000000500000001"],
    ["2001:DB8:1:2:3:4:5:6", "20010db8000100020003000400050006"],
    ["fe80::1%eth0", "fe800000000000000000000000000001"],
    ["64:ff9b::192.0.2.1", "0064ff9b0000000000000000c0000201"],
  ])("reads %p", (text, bytes) => {
    expect(hex(text)).toBe(bytes);
  });

  test.each([
    "",
    "1.2.3",
    "1.2.3.256",
    "01.2.3.4",
    "1.2.3.4.5",
    "::1::2",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8:9",
    "g::1",
    "::1.2.3.256",
    ":1",
    "localhost",
    "1".repeat(100),
  ])("refuses %p", (text) => {
    expect(hex(text)).toBeNull();
  });
});

describe("isV4", () => {
  test("knows an IPv4 address in either form", () => {
    expect(isV4(parseIp("192.0.2.1") ?? new Uint8Array())).toBe(true);
    expect(isV4(parseIp("::ffff:192.0.2.1") ?? new Uint8Array())).toBe(true);
    expect(isV4(parseIp("2001:db8::1") ?? new Uint8Array())).toBe(false);
  });
});

describe("isInRange", () => {
  test.each([
    ["10.255.0.1", "10.0.0.0/8", true],
    ["11.0.0.1", "10.0.0.0/8", false],
    ["172.31.0.1", "172.16.0.0/12", true],
    ["172.32.0.1", "172.16.0.0/12", false],
    ["::ffff:10.1.1.1", "10.0.0.0/8", true],
    ["10.0.0.1", "10.0.0.1", true],
    ["10.0.0.2", "10.0.0.1", false],
    ["203.0.113.1", "0.0.0.0/0", true],
    ["2001:db8::1", "0.0.0.0/0", false],
    ["fdff::1", "fc00::/7", true],
    ["fe00::1", "fc00::/7", false],
  ])("%s in %s: %p", (address, range, expected) => {
    const [ip, parsed] = [parseIp(address), parseIpRange(range)];
    expect(ip && parsed && isInRange(ip, parsed)).toBe(expected);
  });
});
