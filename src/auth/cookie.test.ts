import { describe, expect, test } from "bun:test";
import { readSessionCookie, sessionCookie } from "./cookie.ts";
import { makeToken } from "./token.ts";

const id = makeToken();
const http = { publicUrl: null };
const https = { publicUrl: "https://stats.example" };
const request = (cookie = "") => new Request("http://localhost:3000/", { headers: { cookie } });

describe("sessionCookie", () => {
  test("is out of reach for scripts and other sites", () => {
    expect(sessionCookie(request(), http, { id, maxAgeS: 28_800 })).toBe(
      `tracker_session=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=28800`,
    );
  });

  test("is bound to this host and to https where there is https", () => {
    expect(sessionCookie(request(), https, { id, maxAgeS: 28_800 })).toBe(
      `__Host-tracker_session=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=28800; Secure`,
    );
  });
});

describe("readSessionCookie", () => {
  test.each([
    [`tracker_session=${id}`, http, id],
    [`a=1; tracker_session=${id}; b=2`, http, id],
    [`__Host-tracker_session=${id}`, https, id],
    // A cookie without the prefix could have been set by a neighbour on a subdomain.
    [`tracker_session=${id}`, https, null],
    ["tracker_session=short", http, null],
    [`tracker_session=${id}x`, http, null],
    [`xtracker_session=${id}`, http, null],
    ["", http, null],
  ])("%p", (cookie, config, expected) => {
    expect(readSessionCookie(request(cookie), config)).toBe(expected);
  });
});
