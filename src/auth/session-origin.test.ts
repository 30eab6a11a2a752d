import { describe, expect, test } from "bun:test";
import { agents } from "#test/support/browser.ts";
import { originOf } from "./session-origin.ts";

const of = (agent: string) => {
  const request = new Request("http://x.example/", { headers: { "user-agent": agent } });
  return originOf({ request, ip: "198.51.100.7" });
};

describe("originOf", () => {
  test.each([
    [agents.linux, "Firefox, Linux"],
    [agents.windows, "Chrome, Windows"],
    [agents.iphone, "Safari, iOS"],
    ["curl/8.5.0", null],
    ["", null],
  ])("calls %p %p", (agent, name) => {
    expect(of(agent)).toEqual({ ip: "198.51.100.7", agent: name });
  });
});
