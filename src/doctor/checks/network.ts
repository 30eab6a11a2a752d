import type { Check, Finding } from "#src/doctor/finding.ts";

const endingMs = 14 * 86_400_000;

/** Whether PUBLIC_URL leads to this server, and by an encrypted way. */
export const checkAddress: Check = (facts) => {
  const { publicUrl: url } = facts.settings;
  const id = "address";
  if (!url)
    return [
      {
        ...{ id, state: "warning" },
        say: ({ address }) => ({ what: address.unset, todo: address.unsetTodo }),
      },
    ];
  return [...checkReach(facts, url), ...checkEncryption(url)];
};

function checkReach({ reach, database, server }: Parameters<Check>[0], url: string): Finding[] {
  const id = "address";
  if (reach?.kind === "failed") {
    // Where no server runs none can be reached, which is told already.
    const state = server ? "warning" : "hint";
    return [
      {
        ...{ id, state },
        say: ({ address, reasons }) => ({
          what: address.unreached({ url, why: reasonIn(reasons, reach.why) }),
          todo: address.unreachedTodo,
        }),
      },
    ];
  }
  if (!reach) return [];
  const { instance, status, isHealth } = reach;
  const own = database.kind === "open" ? database.vitals.instance : null;
  if (!instance && status !== 200 && status !== 503)
    return [
      {
        ...{ id, state: "failure" },
        say: ({ address }) => ({
          what: address.refused({ url, status: String(status) }),
          todo: address.otherTodo,
        }),
      },
    ];
  if (own === null)
    return [{ id, state: "ok", say: ({ address }) => ({ what: address.unsure({ url }) }) }];
  if (instance === null && isHealth)
    return [{ id, state: "ok", say: ({ address }) => ({ what: address.unnamed({ url }) }) }];
  if (own !== instance)
    return [
      {
        ...{ id, state: "failure" },
        say: ({ address }) => ({ what: address.other({ url }), todo: address.otherTodo }),
      },
    ];
  return [{ id, state: "ok", say: ({ address }) => ({ what: address.reached({ url }) }) }];
}

function checkEncryption(url: string): Finding[] {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || /^(localhost|127\.|\[::1\])/.test(hostname)) return [];
  return [
    {
      ...{ id: "address", state: "warning" },
      say: ({ address }) => ({ what: address.plain({ url }), todo: address.plainTodo }),
    },
  ];
}

/** Whether browsers take the certificate, and for how long yet. */
export const checkCertificate: Check = ({ certificate, now }) => {
  const id = "certificate";
  if (!certificate) return [];
  if (certificate.kind === "valid") {
    const { until } = certificate;
    const isEnding = until.getTime() - now.getTime() < endingMs;
    return [
      {
        ...{ id, state: isEnding ? "warning" : "ok" },
        say: ({ certificate: words }, { day }) =>
          isEnding
            ? { what: words.ending({ day: day(until) }), todo: words.endingTodo }
            : { what: words.valid({ day: day(until) }) },
      },
    ];
  }
  const { kind, why } = certificate;
  return [
    {
      ...{ id, state: kind === "invalid" ? "failure" : "hint" },
      say: ({ certificate: words, reasons }) => ({
        what: words[kind]({ why: reasonIn(reasons, why) }),
        todo: words.invalidTodo,
      }),
    },
  ];
};

/** A reason in words, where the catalogue has some; else as the other side has put it. */
function reasonIn(reasons: Record<string, string>, why: string): string {
  return Object.hasOwn(reasons, why) ? (reasons[why] ?? why) : why;
}
