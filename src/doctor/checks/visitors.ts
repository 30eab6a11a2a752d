import type { Facts } from "#src/doctor/facts.ts";
import type { Check, Finding, Said, State } from "#src/doctor/finding.ts";
import { trustedRanges } from "#src/lib/client-ip.ts";
import { isInRange, parseIp } from "#src/lib/ip.ts";

const mostShare = 0.5;

type Words = Parameters<Finding["say"]>[0]["visitors"];
type Format = Parameters<Finding["say"]>[1];
type Crowd = NonNullable<Facts["server"]>["collector"]["crowd"];

/** What seems to stand between visitors and us. */
interface Suspicion {
  state: State;
  /** How many messages look like it. */
  part: number;
  what(words: Words, seen: { share: string; count: string }): string;
  todo(words: Words): string;
}

/** Whether visitors keep their own addresses on the way, or all have a proxy's. */
export const checkVisitors: Check = ({ server, settings: { trustedProxies } }) => {
  const id = "visitors";
  if (!server) return [];
  const { crowd } = server.collector;
  const { messages, isEnough } = crowd;
  if (!isEnough) return [{ id, state: "ok", say: ({ visitors }) => ({ what: visitors.few }) }];
  const found = suspect(crowd, trustedProxies);
  const say = (words: Words, { share, count }: Format): Said => {
    // One reader may be most of a small site's crowd, which says nothing of all others.
    if (!found && isMost(crowd.fromOne, crowd)) return { what: words.few };
    if (!found) return { what: words.many({ count: count(messages) }) };
    const seen = { share: share(found.part / messages), count: count(messages) };
    return { what: found.what(words, seen), todo: found.todo(words) };
  };
  return [
    { id, state: found?.state ?? "ok", say: ({ visitors }, format) => say(visitors, format) },
  ];
};

function suspect(crowd: Crowd, trusted: readonly string[]): Suspicion | null {
  const { fromOne, one, fromPrivate, fromCloudflare, forwardIgnored } = crowd;
  const isTold = isMost(forwardIgnored, crowd);
  if (isMost(fromPrivate, crowd)) return suspectPrivate(crowd, trusted, isTold);
  if (isMost(fromCloudflare, crowd) && (isTold || !isMost(fromOne, crowd)))
    return suspectCloudflare(fromCloudflare, trusted, isTold);
  if (isMost(fromOne, crowd) && one !== null)
    return {
      ...{ state: isTold ? "warning" : "hint", part: fromOne },
      what: (words, seen) => words.one({ ...seen, address: one }),
      // A reader of a small site is most of its crowd as well. Whom we told to trust that address
      // would let that reader pass for anybody, so none is named.
      todo: ({ own, reader }) => (isTold ? own : reader),
    };
  if (!isTold) return null;
  return {
    ...{ state: "warning", part: forwardIgnored },
    what: (words, seen) => words.ignored(seen),
    todo: ({ name }) => name,
  };
}

/** A proxy beside us; or Docker, which tells nobody whose connection it passes on. */
function suspectPrivate(
  { fromOne, one, fromPrivate }: Crowd,
  trusted: readonly string[],
  isTold: boolean,
): Suspicion {
  const preset = one !== null && isOf(one, ["loopback"]) ? "loopback" : "private";
  const isTrusted = one === null ? trusted.includes(preset) : isOf(one, trusted);
  return {
    ...{ state: "warning", part: one === null ? fromPrivate : fromOne },
    what: (words, seen) =>
      one === null ? words.private(seen) : words.one({ ...seen, address: one }),
    todo: ({ set, untold }) =>
      isTold && !isTrusted ? set({ value: [...trusted, preset].join(",") }) : untold,
  };
}

/** Cloudflare; or a proxy of ours behind it, which tells its address in place of the visitors'. */
function suspectCloudflare(part: number, trusted: readonly string[], isTold: boolean): Suspicion {
  const value = [...trusted, "cloudflare"].join(",");
  return {
    ...{ state: "warning", part },
    what: (words, seen) => words.cloudflare(seen),
    todo: ({ set, keep, setAndKeep }) => {
      if (trusted.includes("cloudflare")) return keep;
      return isTold ? set({ value }) : setAndKeep({ value });
    },
  };
}

function isMost(part: number, { messages }: Crowd): boolean {
  return part > messages * mostShare;
}

function isOf(address: string, proxies: readonly string[]): boolean {
  const ip = parseIp(address);
  return ip !== null && trustedRanges(proxies).some((range) => isInRange(ip, range));
}
