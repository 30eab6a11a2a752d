/** A message of the catalogue: words, or a function of what is filled in. */
export type Leaf = string | ((words: Record<string, unknown>) => string);

/** Every message below a node, with the names that lead to it. */
export function leavesOf(node: object, path = ""): [path: string, leaf: Leaf][] {
  return Object.entries(node).flatMap(([key, value]) => {
    const here = path ? `${path}.${key}` : key;
    return typeof value === "object" ? leavesOf(value, here) : [[here, value as Leaf]];
  });
}

/** Calls a message with marks for its arguments and says which of them it used. */
export function usedBy(leaf: Leaf): { text: string; names: string[] } {
  if (typeof leaf === "string") return { text: leaf, names: [] };
  const names = new Set<string>();
  const words = new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name: string) => {
        names.add(name);
        return name === "count" ? 2 : `{${name}}`;
      },
    },
  );
  return { text: leaf(words), names: [...names].sort() };
}

/** What each message says, by its path. */
export function textsByPath(messages: object): Map<string, string> {
  return new Map(leavesOf(messages).map(([path, leaf]) => [path, usedBy(leaf).text]));
}
