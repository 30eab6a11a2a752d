import { describe, expect, test } from "bun:test";
import { csvLine } from "./csv.ts";

describe("csvLine", () => {
  test.each([
    [["a", 1, null, ""], "a,1,,\r\n"],
    [['say "hi"', "a,b", "two\nlines"], '"say ""hi""","a,b","two\nlines"\r\n'],
    [["=1+1", "+1", "-1", "@x", "\tx", "\rx"], `'=1+1,'+1,'-1,'@x,'\tx,"'\rx"\r\n`],
    [['=HYPERLINK("https://evil.example")'], `"'=HYPERLINK(""https://evil.example"")"\r\n`],
    [[-5, 0.25], "-5,0.25\r\n"],
  ])("writes %j", (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });
});
