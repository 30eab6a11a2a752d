/** What our own people try first and the list of the world does not have. */
const ownCommon =
  `motdepasse azertyuiop azerty12 bienvenue administrateur changemoi jetaime1 doudou123
  chouchou loulou123 marseille paris2024 ordinateur analytics tracker tracking website statistics`
    .split(/\s+/)
    .filter(Boolean);

let loaded: Promise<ReadonlySet<string>> | undefined;

/**
 * Whether a word is among the 49,233 most common passwords, in lower case.
 * Source: the list of zxcvbn-ts, from leaked passwords; loaded when it is first asked for, because
 * a password is only ever set a few times a year.
 */
export async function isCommonPassword(word: string): Promise<boolean> {
  loaded ??= loadList();
  return (await loaded).has(word);
}

async function loadList(): Promise<ReadonlySet<string>> {
  const { default: list } = await import("@zxcvbn-ts/language-common/src/passwords.json");
  return new Set([...list, ...ownCommon]);
}
