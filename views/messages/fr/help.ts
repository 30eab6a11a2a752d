import type { Messages } from "#views/messages/catalogue.ts";
import { plural } from "#views/messages/plural.ts";

export const help: Messages["help"] = {
  title: "Aide",
  about: "Comment l’installer sur un site, ce qui est compté et ce que dit chaque chiffre.",
  search: "Chercher dans l’aide",
  searchHint: "Chercher dans l’aide",
  find: "Chercher",
  found: ({ count }) =>
    `${count}\u00a0${plural("fr", count, { one: "résultat", other: "résultats" })}`,
  nothingFound: ({ text }) =>
    `Aucun résultat pour «\u202f${text}\u202f». Essayez avec moins de mots ou seulement le début d’un mot, ou parcourez le sommaire\u00a0:`,
  contents: "Sommaire de l’aide",
  allAndSearch: "Sommaire et recherche",
  onThisPage: "Sur cette page",
  neighbours: "Page précédente et page suivante",
  previous: "Précédent",
  next: "Suivant",
  site: "Site",
  show: "Afficher",
  examples: {
    stranger:
      "Le site affiché sur cette page est un exemple. Une fois connecté, vous y verrez le vôtre.",
    noSite: "Le site affiché sur cette page est un exemple, car vous n’en avez pas encore.",
  },
  otherLanguage: "This page in English",
  aboutPlatform: "En savoir plus sur cette plateforme dans l’aide",
  code: "Code",
  linkTo: ({ heading }) => `Lien vers «\u202f${heading}\u202f»`,
  groups: {
    start: "Pour commencer",
    platforms: "Guides par plateforme",
    counting: "Ce qui est compté",
    reading: "Lire les chiffres",
    managing: "Sites et personnes",
    privacy: "Vie privée",
    server: "Le serveur",
  },
};
