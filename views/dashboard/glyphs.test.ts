import { describe, expect, test } from "bun:test";
import { dashboard } from "#views/messages/en/dashboard.ts";
import { glyphOf } from "./glyphs.ts";

const globe = glyphOf("browser", "");

describe("glyphOf", () => {
  test.each(["devices", "channels", "kinds"] as const)(
    "each of the %s has its own shape",
    (list) => {
      const dimension = list.slice(0, -1);
      const shapes = Object.keys(dashboard[list]).map((name) => glyphOf(dimension, name));
      expect(new Set(shapes.map((glyph) => JSON.stringify(glyph))).size).toBe(shapes.length);
      expect(shapes).not.toContainEqual(globe);
    },
  );

  test("a name without a shape is its letter, a host a place on the web", () => {
    expect(glyphOf("source", "Google")).toEqual({ letters: "G" });
    expect(glyphOf("source", "newsletter")).toEqual({ letters: "N" });
    expect(glyphOf("source", "LinkedIn")).toEqual({ letters: "in" });
    expect(glyphOf("source", "blog.example")).toEqual(globe);
    expect(glyphOf("browser", "Vivaldi")).toEqual({ letters: "V" });
    expect(glyphOf("source", "<script>")).toEqual(globe);
    expect(glyphOf("source", "constructor")).toEqual({ letters: "C" });
  });

  test("what is told apart by reading has none", () => {
    for (const dimension of ["path", "referrer", "event", "props:signup", "constructor"])
      expect(glyphOf(dimension, "/")).toBeNull();
  });
});
