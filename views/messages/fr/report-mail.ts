import type { Messages } from "#views/messages/catalogue.ts";
import { plural } from "#views/messages/plural.ts";

export const reportMail: Messages["reportMail"] = {
  kinds: { week: "Rapport de la semaine", month: "Rapport du mois" },
  when: { week: "la semaine dernière", month: ({ month }) => `en ${month}` },
  days: { week: ({ days }) => `Semaine du ${days}` },
  subject: ({ site, count, text, when }) =>
    `${site}\u00a0: ${text}\u00a0${plural("fr", count, { one: "visiteur", other: "visiteurs" })} ${when}`,
  withChange: ({ text, change }) => `${text} (${change})`,
  sites: ({ text }) => `${text}\u00a0sites`,
  glance: "Tous les sites en un coup d’œil",
  moreSites: ({ count, text }) =>
    `et ${text}\u00a0${plural("fr", count, { one: "autre site", other: "autres sites" })}`,
  measures: {
    visitors: "Visiteurs",
    visits: "Visites",
    pageviews: "Pages vues",
    conversions: "Conversions",
    bounceRate: "Taux de rebond",
    duration: "Durée de visite",
  },
  up: ({ change, before }) => `en hausse de ${change} (avant\u00a0: ${before})`,
  down: ({ change, before }) => `en baisse de ${change} (avant\u00a0: ${before})`,
  same: ({ before }) => `comme avant\u00a0: ${before}`,
  nearly: ({ before }) => `presque comme avant\u00a0: ${before}`,
  fromNothing: ({ before }) => `avant\u00a0: ${before}`,
  compared: {
    week: "Par rapport à la semaine précédente.",
    month: "Par rapport au mois précédent.",
  },
  notCompared: {
    week: "Rien n’a été compté la semaine précédente\u00a0: il n’y a pas encore de comparaison.",
    month: "Rien n’a été compté le mois précédent\u00a0: il n’y a pas encore de comparaison.",
  },
  byDay: "Visiteurs par jour",
  most: ({ day, text }) => `Au plus haut le ${day}\u00a0: ${text}.`,
  fewest: ({ day, text }) => `Au plus bas le ${day}\u00a0: ${text}.`,
  lists: {
    path: "Pages",
    source: "Sources",
    country: "Pays",
    device: "Appareils",
    kind: "Actions",
  },
  countOf: { visitors: "visiteurs", actions: "fois" },
  open: "Ouvrir le tableau de bord",
  openOf: ({ site }) => `Ouvrir le tableau de bord de ${site}`,
  never: {
    title: "Rien n’a encore été compté",
    about: ({ domain }) => `Dès la première visite sur ${domain}, les chiffres s’affichent ici.`,
    check: "Si le code est déjà dans les pages, une minute suffit pour vérifier qu’il fonctionne.",
    ask: "Si vous attendiez des visiteurs, parlez-en à la personne qui s’occupe de votre site.",
  },
  quiet: {
    title: { week: "Une semaine calme", month: "Un mois calme" },
    about: {
      week: ({ domain }) => `Personne n’a visité ${domain} la semaine dernière.`,
      month: ({ domain, month }) => `Personne n’a visité ${domain} en ${month}.`,
    },
    before: {
      week: ({ count, text }) =>
        `La semaine précédente, il y avait ${text}\u00a0${plural("fr", count, { one: "visiteur", other: "visiteurs" })}.`,
      month: ({ count, text }) =>
        `Le mois précédent, il y avait ${text}\u00a0${plural("fr", count, { one: "visiteur", other: "visiteurs" })}.`,
    },
    check: "Cela arrive. Si cela vous étonne, vérifiez que le code est toujours dans les pages.",
    ask: "Cela arrive. Si cela vous étonne, parlez-en à la personne qui s’occupe de votre site.",
  },
  install: "Vérifier l’installation",
  whyAccount: {
    week: ({ address, host }) =>
      `Vous recevez ce message parce que les rapports de la semaine sont activés pour ${address} sur ${host}.`,
    month: ({ address, host }) =>
      `Vous recevez ce message parce que les rapports du mois sont activés pour ${address} sur ${host}.`,
  },
  whyAddress: ({ address, host }) =>
    `Vous recevez ce message parce que l’adresse ${address} a été saisie pour les rapports de ce site sur ${host}.`,
  unsubscribe: {
    week: "Ne plus recevoir les rapports de la semaine",
    month: "Ne plus recevoir les rapports du mois",
  },
  preferences: "Choisir ce qui vous est envoyé",
};
