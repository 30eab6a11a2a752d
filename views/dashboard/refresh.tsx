import { hx } from "#views/components/hx.ts";

/** Asks for the figures anew when the stream says that there are others; null asks for nothing. */
export function Refresh({ href }: { href: string | null }) {
  if (!href) return null;
  return (
    <div
      id="refresh"
      hidden
      {...hx({
        get: href,
        trigger: "figures from:#live",
        target: "#figures",
        swap: "outerMorph",
        "push-url": "false",
        // A person's own click goes before.
        sync: "#dashboard:drop",
        indicator: "#refresh",
      })}
    />
  );
}
