import { describe, expect, test } from "bun:test";
import { trustedRanges } from "#src/lib/client-ip.ts";
import { isV4 } from "#src/lib/ip.ts";
import { createCrowd } from "./crowd.ts";

/** Under one of chance, two browsers of these few would be taken for one now and then. */
const seed = 1;

/** Messages of seven browsers, each of which sends several times. */
const agentOf = (at: number) => `Mozilla/5.0 Browser/${Math.floor(at / 3) % 7}`;

const many = (count: number, ipOf: (at: number) => string, forwarded: string | null = null) => {
  const crowd = createCrowd(seed);
  for (let at = 0; at < count; at++) crowd.note(ipOf(at), agentOf(at), forwarded);
  return crowd.read();
};

describe("createCrowd", () => {
  test("concludes nothing of few messages, and keeps no address of theirs", () => {
    expect(many(199, () => "203.0.113.9")).toMatchObject({
      ...{ messages: 199, isEnough: false, fromOne: 0, one: null },
    });
  });

  test("names the address that most messages come from", () => {
    const proxied = many(1_000, (at) => (at % 3 === 0 ? `198.51.100.${at % 250}` : "203.0.113.9"));
    expect(proxied).toMatchObject({ isEnough: true, fromOne: 666, one: "203.0.113.9" });
  });

  test("names none where nobody has more than half", () => {
    const crowd = many(1_000, (at) => (at % 2 === 0 ? "203.0.113.9" : `198.51.100.${at % 250}`));
    expect(crowd).toMatchObject({ isEnough: true, fromOne: 0, one: null });
  });

  test("keeps no address that may be one reader's, by the few browsers that come by it", () => {
    const crowd = createCrowd(seed);
    const devices = ["laptop", "phone", "tablet", "television"];
    for (let at = 0; at < 2_000; at++)
      if (at % 3 === 0) crowd.note(`198.51.100.${at % 250}`, agentOf(at), null);
      else crowd.note("203.0.113.9", devices[at % 4] ?? "", null);
    expect(crowd.read()).toMatchObject({ isEnough: true, fromOne: 1_333, one: null });
    crowd.note("203.0.113.9", "a fifth device", null);
    expect(crowd.read()).toMatchObject({ fromOne: 1_334, one: null });
    crowd.note("203.0.113.9", "laptop", null);
    expect(crowd.read().one).toBe("203.0.113.9");
  });

  test("forgets the address when others come", () => {
    const crowd = createCrowd(seed);
    for (let at = 0; at < 2_000; at++) crowd.note("203.0.113.9", agentOf(at), null);
    expect(crowd.read().one).toBe("203.0.113.9");
    for (let at = 0; at < 1_200; at++) crowd.note(`198.51.100.${at % 250}`, agentOf(at), null);
    expect(crowd.read()).toMatchObject({ messages: 2_000, fromOne: 0, one: null });
  });

  test.each([
    ...["127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "172.31.9.9", "169.254.1.1"],
    ...["::1", "fd00::1", "fe80::1", "::ffff:172.20.0.5"],
  ])("takes %s for private", (ip) => {
    expect(many(3, () => ip).fromPrivate).toBe(3);
  });

  test.each(["172.32.0.1", "100.10.0.1", "193.168.1.1", "2001:db8::1", "::ffff:203.0.113.9"])(
    "not %s",
    (ip) => {
      expect(many(3, () => ip).fromPrivate).toBe(0);
    },
  );

  test("knows the addresses of Cloudflare, from the first of each range on", () => {
    const firsts = trustedRanges(["cloudflare"]).map(({ base }) =>
      isV4(base)
        ? base.subarray(12).join(".")
        : `${Buffer.from(base).toString("hex").match(/.{4}/g)?.join(":")}`,
    );
    expect(firsts).toContain("173.245.48.0");
    expect(firsts).toContain("2606:4700:0000:0000:0000:0000:0000:0000");
    for (const ip of [...firsts, "::ffff:162.158.1.2", "2606:4700::1", "2A06:98C7::1"])
      expect([ip, many(3, () => ip).fromCloudflare]).toEqual([ip, 3]);
    for (const ip of ["173.245.64.1", "162.160.0.1", "2606:4701::1", "203.0.113.9", "10.0.0.1"])
      expect([ip, many(3, () => ip).fromCloudflare]).toEqual([ip, 0]);
  });

  test("tells an X-Forwarded-For that was not believed from one that was", () => {
    expect(many(3, () => "172.18.0.1", "203.0.113.9").forwardIgnored).toBe(3);
    expect(many(3, () => "203.0.113.9", "198.51.100.7, 203.0.113.9").forwardIgnored).toBe(0);
    expect(many(3, () => "2001:db8::1", "[2001:db8::1]:4711").forwardIgnored).toBe(0);
  });
});
