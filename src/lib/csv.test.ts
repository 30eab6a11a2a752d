import { describe, expect, test } from "bun:test";
import { csvLine } from "./csv.ts";

describe("csvLine", () => {
  test.each([
    [["a", 1, null, ""], "a,1,,\r\n"],
    [['say "hi"', "a,b", "two\nlines"], '"say ""hi""","a,b","two\nlines"\r\n'],
    [["=1+1", "+1", "-1", "@x", "\tx", "\rx"], `'=1+1,'+1,'-1,'@x,'\tx,"'\rx"\r\n`],
    [['=HYPERLINK("https://evil.example")'], `"'=HYPERLINK(""https://evil.example"")"\r\n`],
    [["\n=1", "  =1"], `"\n'=1",'  =1\r\n`],
    [[-5, 0.25], "-5,0.25\r\n"],
  ])("writes %j", (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  test.each([
    ["/x;=cmd|' /C calc'!A1;", "/x;'=cmd|' /C calc'!A1;"],
    ["/x; =1;@y", "/x;' =1;'@y"],
    ['/x;"=1;', `"/x;'""=1;"`],
    ["/x\t-1", "/x\t'-1"],
    ["two\r\n+1", `"two\r\n'+1"`],
    ["a;b; c=d; e-f", "a;b; c=d; e-f"],
  ])("lets no formula begin where %j is split at a semicolon, a tab or a line", (cell, written) => {
    // Excel in French and German splits at semicolons, and takes quotes within a cell as they are.
    expect(csvLine(["a", cell, 1])).toBe(`a,${written},1\r\n`);
  });
});
