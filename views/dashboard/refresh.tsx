import { hx } from "#views/components/hx.ts";

interface RefreshProps {
  /** Null asks for nothing. */
  href: string | null;
  /** Whether the figures are of the last minutes, so that they change with every minute. */
  isLive: boolean;
}

/** Asks for the figures anew when the stream says that there are others. */
export function Refresh({ href, isLive }: RefreshProps) {
  if (!href) return null;
  return (
    <div
      id="refresh"
      hidden
      {...hx({
        get: href,
        trigger: isLive ? "figures from:#live, minute from:#live" : "figures from:#live",
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
