import { hx } from "#views/components/hx.ts";

/** The stream of who is on the site, which the bar shows, and of news about the figures. */
export function Live({ href }: { href: string }) {
  return (
    <div id="live" hidden {...hx({ "sse:connect": href, target: "#online", swap: "innerHTML" })} />
  );
}
