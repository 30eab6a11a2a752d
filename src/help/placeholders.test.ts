import { describe, expect, test } from "bun:test";
import { fillHtml, fillText, placeholders, type Values } from "./placeholders.ts";

const values = {
  ...(Object.fromEntries(placeholders.map((name) => [name, name])) as unknown as Values),
  snippet: '<script defer src="https://x.example/a.js"></script>',
  domain: "{{key}}",
  query: "?site=x.example&lang=fr",
};

describe("fillHtml", () => {
  test("escapes what it fills in, in texts and in attributes", () => {
    expect(fillHtml('<a href="/docs/a{{query}}#b">{{snippet}}</a>', values)).toBe(
      '<a href="/docs/a?site=x.example&amp;lang=fr#b">&lt;script defer src=&quot;https://x.example/a.js&quot;&gt;&lt;/script&gt;</a>',
    );
  });

  test("fills in nothing twice, and leaves what it does not know", () => {
    expect(fillHtml("{{domain}} {{constructor}} {{Page URL}}", values)).toBe(
      "{{key}} {{constructor}} {{Page URL}}",
    );
  });
});

describe("fillText", () => {
  test("fills in every placeholder as it is", () => {
    const text = placeholders.map((name) => `{{${name}}}`).join(" ");
    expect(fillText(text, values)).toBe(placeholders.map((name) => values[name]).join(" "));
  });
});
