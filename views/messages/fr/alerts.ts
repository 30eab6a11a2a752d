import type { Messages } from "#views/messages/catalogue.ts";
import { plural } from "#views/messages/plural.ts";

export const alerts: Messages["alerts"] = {
  spike: {
    subject: ({ site }) => `Beaucoup plus de visiteurs que d’habitude sur ${site}`,
    title: "Beaucoup plus de visiteurs que d’habitude",
  },
  drop: {
    subject: ({ site }) => `Beaucoup moins de visiteurs que d’habitude sur ${site}`,
    title: "Beaucoup moins de visiteurs que d’habitude",
  },
  silence: {
    subject: ({ site }) => `Plus rien sur ${site} depuis un jour`,
    title: "Plus aucune visite mesurée depuis un jour",
  },
  during: ({ day, from, to, count, text, site }) =>
    `Le ${day}, entre ${from} et ${to}, ${site} a reçu ${text}\u00a0${plural("fr", count, { one: "visiteur", other: "visiteurs" })}.`,
  usually: ({ text }) =>
    `D’habitude, il y en a environ ${text} ce jour de la semaine à la même heure.`,
  spikeWhy:
    "Il peut s’agir d’un article, d’une campagne ou de robots\u00a0: les sources du tableau de bord le disent.",
  dropWhy:
    "Le site est peut-être inaccessible, ou le script a disparu de certaines pages. Ce peut aussi être un simple jour férié.",
  lastSeen: ({ site, day, time }) =>
    `Le dernier événement de ${site} date du ${day} à ${time}, alors que le site recevait des visites presque chaque jour.`,
  silenceWhy:
    "Le plus souvent, le script s’est perdu lors d’un changement du site ou de son thème. Ouvrez une page du site et vérifiez qu’il s’y trouve encore.",
  action: "Ouvrir le tableau de bord",
  once: "Vous ne recevrez pas d’autre message à ce sujet tant que le site n’aura pas retrouvé son rythme habituel.",
  stop: "Ne plus recevoir d’alertes",
};
