import { Icon } from "./icon.tsx";

/** How far a figure moved, such as +12%: the sign is read out, the arrow is seen. */
export function Trend({ change, isGoodUp }: { change: string; isGoodUp: boolean }) {
  const sign = /^[+−]/.exec(change)?.[0];
  if (!sign)
    return (
      <span class="change" data-tone="same">
        {change}
      </span>
    );
  const isUp = sign === "+";
  return (
    <span class="change" data-tone={isUp === isGoodUp ? "good" : "bad"}>
      <Icon name={isUp ? "up" : "fall"} />
      <span class="sr-only">{sign}</span>
      {change.slice(1)}
    </span>
  );
}
