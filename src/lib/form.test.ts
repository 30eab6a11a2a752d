import { describe, expect, test } from "bun:test";
import { Form, readForm } from "./form.ts";

function post(body: string, headers: Record<string, string> = {}): Request {
  return new Request("http://localhost/", {
    method: "POST",
    body,
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });
}

describe("readForm", () => {
  test("reads the fields of a form", async () => {
    const form = await readForm(post("name=+Caf%C3%A9+&on=1&s=a&s=b"));
    expect(form.text("name")).toBe("Café");
    expect(form.checked("on")).toBe(true);
    expect(form.checked("off")).toBe(false);
    expect(form.all("s")).toEqual(["a", "b"]);
  });

  test("refuses a body over 64 KB, whether it says so or not", async () => {
    const body = `a=${"x".repeat(65 * 1024)}`;
    expect(readForm(post(body))).rejects.toMatchObject({ status: 413 });
    expect(readForm(post(body, { "content-length": "10" }))).rejects.toMatchObject({ status: 413 });
  });

  test("refuses what is no form", () => {
    expect(readForm(post("{}", { "content-type": "application/json" }))).rejects.toMatchObject({
      status: 415,
    });
  });
});

describe("Form", () => {
  test("cuts a text by characters, never in the middle of one", () => {
    expect(new Form(new URLSearchParams({ name: "👩👩👩" })).text("name", 2)).toBe("👩👩");
  });

  test("leaves out what PostgreSQL refuses in a text", () => {
    const form = new Form(new URLSearchParams("name=a%00b&sites=1%00"));
    expect([form.text("name"), ...form.all("sites")]).toEqual(["ab", "1"]);
  });

  test("keeps a password as it was typed", () => {
    expect(new Form(new URLSearchParams({ password: " a b " })).secret("password")).toBe(" a b ");
  });
});
