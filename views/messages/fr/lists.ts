import type { lists as english } from "#views/messages/en/lists.ts";

export const lists: typeof english = {
  all: "Tout voir",
  allOf: ({ list }) => `Tout voir\u00a0: ${list}`,
  back: "Retour au tableau de bord",
  close: "Fermer",
  search: "Rechercher",
  searchIn: ({ list }) => `Rechercher dans la liste\u00a0: ${list}`,
  clearSearch: "Afficher toute la liste",
  nothingFound: ({ text }) => `Rien dans cette liste ne contient «\u202f${text}\u202f».`,
  none: "Rien sur cette période.",
  place: ({ first, last, of }) => `${first} à ${last} sur ${of}`,
  exclude: "Exclure",
  excludeValue: ({ value }) => `Exclure ${value}`,
  excludeByKey: "Alt et clic pour exclure",
};
