import { expect } from "bun:test";
import { policyOf } from "#src/sites/snippet.ts";
import type { Claim } from "./help-claim.ts";

// What is pasted into pages, or opened in a browser.

const lateLine = `<script data-cfasync="false" defer src="{{origin}}/{{key}}.js"></script>`;
const view = { kind: "pageview", path: "/" };

/** The properties in a call of `tracker` as it is written in a box: `{ plan: "pro" }`. */
export function propsIn(code: string): Record<string, string> {
  const [, props = ""] = /, (\{ [^}]*? \})/.exec(code) ?? [];
  return Object.fromEntries(
    [...props.matchAll(/(\w+): "([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

function nameIn(code: string): string {
  return /tracker(?:\?\.)?\("([^"]+)"/.exec(code)?.[1] ?? "";
}

const inTheHead: Claim = {
  title: "counts the view of a page that has it in its head",
  holds: ({ slug, kind, source }) =>
    slug !== "gtm" && kind === "html" && (source === "{{snippet}}" || source === lateLine),
  run: async (site) => {
    site.serve({ "/": "" }, { head: site.code });
    await site.open("/");
    expect(await site.counted(1)).toMatchObject([view]);
    expect(site.complaints).toEqual([]);
  },
};

const wholePage: Claim = {
  title: "is a page that is counted",
  holds: ({ source }) => source.startsWith("<!doctype html>"),
  run: async (site) => {
    const headers = { "content-type": "text/html" };
    site.serve({ "/": () => new Response(site.code, { headers }) });
    await site.open("/");
    expect(await site.counted(1)).toMatchObject([view]);
  },
};

const picture: Claim = {
  title: "counts who has no scripts, and nobody twice",
  holds: ({ source }) => source === "{{pixel}}",
  run: async (site) => {
    const [, origin = ""] = /src="(https?:\/\/[^/]+)/.exec(site.code) ?? [];
    const policy = `default-src 'none'; img-src ${origin}; ${policyOf(origin)}`;
    const headers = { "content-security-policy": policy };
    site.serve({ "/menu": site.code }, { head: site.line, headers });
    await site.open("/menu", { javaScriptEnabled: false });
    const once = { kind: "pageview", path: "/menu" };
    expect(await site.counted(1)).toMatchObject([once]);
    await site.open("/menu");
    expect(await site.counted(2)).toMatchObject([once, once]);
  },
};

/** Tag Manager parses a tag and makes its scripts anew, with what it knows of their attributes. */
const tagManager = `for (const html of tags) {
  const box = document.createElement("div");
  box.innerHTML = html;
  for (const script of box.querySelectorAll("script")) {
    const made = document.createElement("script");
    if (script.src) made.src = script.src;
    made.text = script.text;
    document.body.append(made);
  }
}`;

const tag: Claim = {
  title: "counts as a tag of Google Tag Manager",
  holds: ({ slug, kind }) => slug === "gtm" && kind === "html",
  run: async (site) => {
    const event = nameIn(site.code);
    // The tag of the event may be fired first.
    const tags = JSON.stringify(event ? [site.code, site.line] : [site.code]);
    const script = `const tags = ${tags.replaceAll("</", "<\\/")}; ${tagManager}`;
    site.serve({ "/": `<script>${script}</script>` });
    await site.open("/");
    const all = event ? [view, { kind: "custom", name: event }] : [view];
    expect(await site.counted(all.length)).toMatchObject(all);
  },
};

const marked: Claim = {
  title: "counts a click on it under its name",
  holds: ({ kind, source }) => kind === "html" && /data-track="(cta|event)"/.test(source),
  run: async (site) => {
    const { code } = site;
    const [, mark] = /data-track="(\w+)"/.exec(code) ?? [];
    const words = code.replace(/<[^>]*>/g, "").trim();
    const name = /data-track-name="([^"]*)"/.exec(code)?.[1] ?? words;
    const url = /href="([^"]*)"/.exec(code)?.[1];
    const page = /data-track-prop-page="([^"]*)"/.exec(code)?.[1];
    site.serve({ "/": code }, { head: site.line });
    const tab = await site.read("/");
    // Where a marked link leads is somebody else's page.
    if (url) await tab.route(url, (route) => route.fulfill({ body: "Booking" }));
    await tab.locator("[data-track]").click();
    const kind = mark === "cta" ? "cta" : "custom";
    const props = { ...(url && { url }), ...(page && { page }) };
    expect(await site.counted(2)).toMatchObject([view, { kind, name, props }]);
  },
};

const form: Claim = {
  title: "counts when it is sent, under its name, and nothing of what was typed",
  holds: ({ kind, source }) => kind === "html" && source.startsWith("<form "),
  run: async (site) => {
    site.serve({ "/": site.code, "/contact": "Thank you" }, { head: site.line });
    const tab = await site.read("/");
    await tab.fill("textarea", "A secret");
    await tab.click("button");
    await tab.waitForURL("**/contact");
    const sent = { kind: "form", name: /data-track-name="([^"]*)"/.exec(site.code)?.[1] };
    const counted = await site.counted(3);
    expect(counted).toMatchObject([view, sent, { kind: "pageview", path: "/contact" }]);
    expect(JSON.stringify(counted)).not.toContain("secret");
  },
};

const missingPage: Claim = {
  title: "counts a page that is none as an event of that name",
  holds: ({ source }) => source.includes("data-track-404"),
  run: async (site) => {
    site.serve({ "/gone": "" }, { head: site.line + site.code });
    await site.open("/gone");
    const path = "/gone";
    const both = [
      { kind: "pageview", path },
      { kind: "custom", path, name: "404" },
    ];
    expect(await site.counted(2)).toMatchObject(both);
  },
};

const call: Claim = {
  title: "counts a click as a call of that number",
  holds: ({ kind, source }) => kind === "html" && source.startsWith('<a href="tel:'),
  run: async (site) => {
    site.serve({ "/": site.code }, { head: site.line });
    const tab = await site.read("/");
    await tab.locator("a").click({ noWaitAfter: true });
    const target = /href="([^"]*)"/.exec(site.code)?.[1];
    expect(await site.counted(2)).toMatchObject([view, { kind: "tel", target }]);
  },
};

const ownEvent: Claim = {
  title: "counts its event with its properties, and goes on",
  holds: ({ slug, kind }) => slug === "events" && kind === "html",
  run: async (site) => {
    const { code } = site;
    const [, next] = /href="(\/\w+)"/.exec(code) ?? [];
    site.serve({ "/": code, ...(next && { [next]: "" }) }, { head: site.line });
    const tab = await site.read("/");
    const button = tab.locator("button, a");
    if (await button.count()) await button.click();
    if (next) await tab.waitForURL(`**${next}`);
    const event = { kind: "custom", name: nameIn(code), props: propsIn(code) };
    const all = [view, event, ...(next ? [{ kind: "pageview", path: next }] : [])];
    expect(await site.counted(all.length)).toMatchObject(
      all.map((one) => (Object.keys(event.props).length === 0 ? { ...one, props: null } : one)),
    );
  },
};

const manual: Claim = {
  title: "counts nothing but what the page calls",
  holds: ({ source }) => source.includes("data-track-manual"),
  run: async (site) => {
    site.serve({ "/": "" }, { head: site.code });
    const tab = await site.open("/");
    expect(await site.counted(0)).toEqual([]);
    await tab.evaluate("tracker()");
    expect(await site.counted(1)).toMatchObject([view]);
  },
};

const manualView: Claim = {
  title: "counts the view of the address that it names",
  holds: ({ kind, source }) => kind === "js" && source.startsWith("tracker(null"),
  run: async (site) => {
    const head = site.line.replace("></script>", " data-track-manual></script>");
    site.serve({ "/users/7": "" }, { head });
    const tab = await site.open("/users/7");
    await tab.evaluate(site.code);
    const path = /url: "([^"]*)"/.exec(site.code)?.[1];
    expect(await site.counted(1)).toMatchObject([{ kind: "pageview", path }]);
  },
};

const eventCall: Claim = {
  title: "counts its event",
  holds: ({ kind, source }) => kind === "js" && source.startsWith("window.tracker?.("),
  run: async (site) => {
    site.serve({ "/": "" }, { head: site.line });
    const tab = await site.open("/");
    await tab.evaluate(site.code);
    const event = { kind: "custom", name: nameIn(site.code), props: propsIn(site.code) };
    expect(await site.counted(2)).toMatchObject([view, event]);
  },
};

const campaign: Claim = {
  title: "opens a page whose visit has that campaign",
  holds: ({ kind, source }) => kind === "text" && /(^|\?)utm_source=/.test(source),
  run: async (site) => {
    site.serve({ "/": "" }, { head: site.line });
    // Google Ads puts the second kind at the end of an address.
    const query = site.code.replace(`https://${site.domain}/?`, "");
    await site.open(`/?${query}`);
    const fields = Object.fromEntries(new URLSearchParams(query)) as Record<string, string>;
    expect(Object.keys(fields).length).toBe(3);
    expect(await site.counted(1)).toMatchObject([{ ...view, ...fields }]);
  },
};

const policy: Claim = {
  title: "is all that the security policy of a page has to allow",
  holds: ({ source }) => source === "{{policy}}",
  run: async (site) => {
    const headers = { "content-security-policy": `default-src 'none'; ${site.code}` };
    site.serve({ "/": "" }, { head: site.line, headers });
    await site.open("/");
    expect(await site.counted(1)).toMatchObject([view]);
    expect(site.complaints).toEqual([]);
  },
};

const exclusion: Claim = {
  title: "keeps a plug-in from holding the script back",
  holds: ({ kind, source }) => kind === "text" && source === "{{key}}.js",
  run: async (site) => {
    // Such plug-ins take the type from scripts until the visitor does something, but for those
    // whose tag holds one of the texts that the owner has entered.
    const delayed = (excluded: string) =>
      site.line.replace(/<script [^>]*/g, (tagOf) =>
        tagOf.includes(excluded) ? tagOf : `${tagOf} type="delayed"`,
      );
    const page = (head: string) => () =>
      new Response(head, { headers: { "content-type": "text/html" } });
    site.serve({ "/held": page(delayed("other.js")), "/": page(delayed(site.code)) });
    await site.open("/held");
    await site.open("/");
    expect(await site.counted(1)).toMatchObject([view]);
  },
};

export const pageClaims: readonly Claim[] = [
  ...[inTheHead, wholePage, picture, tag, marked, form, missingPage, call, ownEvent],
  ...[manual, manualView, eventCall, campaign, policy, exclusion],
];
