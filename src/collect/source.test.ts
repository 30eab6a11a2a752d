import { describe, expect, test } from "bun:test";
import { sourceOfHost, sourceOfName } from "./known-sources.ts";
import { classifySource } from "./source.ts";

function classify(referrer: string, query = "") {
  return classifySource({ referrer, query, isOwnHost: (host) => host === "shop.example" });
}

describe("sourceOfHost", () => {
  test.each([
    ["www.google.com", "Google"],
    ["google.fr", "Google"],
    ["www.google.co.uk", "Google"],
    ["mail.google.com", "Gmail"],
    ["gemini.google.com", "Gemini"],
    ["l.instagram.com", "Instagram"],
    ["old.reddit.com", "Reddit"],
    ["t.co", "X"],
    ["fr.search.yahoo.com", "Yahoo"],
    ["mail.yahoo.com", "Yahoo Mail"],
    ["com.google.android.gm", "Gmail"],
    ["chatgpt.com", "ChatGPT"],
  ])("%s is %s", (host, name) => {
    expect(sourceOfHost(host)?.name).toBe(name);
  });

  test.each([
    "evil-google.com",
    "google.evil.example",
    "google.com.evil.example",
    "notfacebook.com",
    "facebook.com.evil.example",
    "com",
    "",
  ])("%p is nobody we know", (host) => {
    expect(sourceOfHost(host)).toBeNull();
  });
});

describe("sourceOfName", () => {
  test.each([
    ["Google", "Google"],
    ["fb", "Facebook"],
    ["producthunt", "Product Hunt"],
    ["hacker news", "Hacker News"],
    ["www.linkedin.com", "LinkedIn"],
  ])("%s means %s", (name, source) => {
    expect(sourceOfName(name)?.name).toBe(source);
  });

  test("knows nothing else", () => {
    expect(sourceOfName("partner-2026")).toBeNull();
    expect(sourceOfName("constructor")).toBeNull();
  });
});

describe("classifySource", () => {
  test.each([
    ["", "", "direct", ""],
    ["https://shop.example/cart", "", "direct", ""],
    ["https://www.google.com/", "", "search", "Google"],
    ["https://l.facebook.com/l.php", "", "social", "Facebook"],
    ["https://chatgpt.com/", "", "ai", "ChatGPT"],
    ["https://mail.google.com/", "", "email", "Gmail"],
    ["android-app://com.google.android.gm/", "", "email", "Gmail"],
    ["https://www.blog.example/post", "", "referral", "blog.example"],
    ["https://en.wikipedia.org/wiki/Coffee", "", "referral", "Wikipedia"],
    ["", "?utm_source=google&utm_medium=cpc", "paid", "Google"],
    ["https://www.google.com/", "?utm_medium=cpc", "paid", "Google"],
    ["", "?utm_source=newsletter&utm_medium=email", "email", "newsletter"],
    ["", "?utm_source=fb&utm_medium=paid_social", "paid", "Facebook"],
    ["", "?utm_source=partner&utm_medium=social", "social", "partner"],
    ["", "?utm_source=partner", "campaign", "partner"],
    ["", "?utm_campaign=spring", "campaign", ""],
    ["", "&ref=producthunt", "social", "Product Hunt"],
    ["", "?ref=friend", "referral", "friend"],
    ["https://www.google.com/", "?source=friend", "referral", "friend"],
    ["javascript:alert(1)", "", "direct", ""],
    ["about:blank", "", "direct", ""],
    ["nonsense", "", "direct", ""],
  ])("takes %p with %p as %s from %p", (referrer, query, channel, source) => {
    expect(classify(referrer, query)).toMatchObject({ channel, source } as never);
  });

  test("keeps host and path of a referrer, and nothing of a person", () => {
    const { referrer } = classify(
      "https://jane:secret@forum.example:8443/u/jane@mail.example?t=1#x",
    );
    expect(referrer).toBe("https://forum.example:8443/u/[email]");
    expect(classify("https://shop.example/cart").referrer).toBe("");
  });

  test("keeps the campaign, and no address that hides in it", () => {
    const query =
      "?utm_source=letter&utm_campaign=a%20b&utm_term=jane%40mail.example&utm_content=x";
    expect(classify("", query)).toMatchObject({
      utm_source: "letter",
      utm_medium: "",
      utm_campaign: "a b",
      utm_term: "[email]",
      utm_content: "x",
    });
  });
});
