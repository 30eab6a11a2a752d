import type { dashboard as english } from "#views/messages/en/dashboard.ts";
import { plural } from "#views/messages/plural.ts";

export const dashboard: typeof english = {
  chooseSite: "Choisir un site",
  allSites: "Tous les sites",
  settings: "Réglages",
  installation: "Installation",
  online: ({ count, text }) =>
    `${text} ${plural("fr", count, { one: "visiteur", other: "visiteurs" })} en ce moment sur le site`,
  onlineShort: "en ligne",
  choosePeriod: "Période",
  earlier: "Période précédente",
  later: "Période suivante",
  periods: {
    today: "Aujourd’hui",
    yesterday: "Hier",
    "7d": "7 derniers jours",
    "30d": "30 derniers jours",
    month: "Ce mois-ci",
    "last-month": "Le mois dernier",
    "12mo": "12 derniers mois",
    year: "Cette année",
    all: "Depuis le début",
    custom: "Dates choisies",
  },
  from: "Du",
  to: "Au",
  apply: "Afficher",
  chooseComparison: "Comparaison",
  comparisons: {
    previous: "Période précédente",
    year: "Mêmes jours l’an dernier",
    none: "Sans comparaison",
  },
  compared: "Comparaison",
  intervals: { hour: "Heures", day: "Jours", week: "Semaines", month: "Mois" },
  chooseInterval: "Intervalle entre les points du graphique",
  metrics: {
    visitors: {
      label: "Visiteurs",
      about:
        "Navigateurs venus dans la journée, additionnés jour après jour. Personne n’est reconnu le lendemain.",
    },
    visits: {
      label: "Visites",
      about: "Ce que fait un visiteur sans interruption de plus de 30 minutes.",
    },
    pageviews: { label: "Pages vues", about: "Pages qui ont été ouvertes et vues." },
    "views-per-visit": {
      label: "Pages par visite",
      about: "Pages vues divisées par les visites.",
    },
    "bounce-rate": {
      label: "Taux de rebond",
      about: "Part des visites limitées à une seule page, sans autre action.",
    },
    duration: {
      label: "Durée de visite",
      about:
        "Temps pendant lequel les pages étaient affichées et utilisées, en moyenne par visite.",
    },
  },
  totals: "Totaux",
  showOnChart: "sur le graphique",
  was: ({ value }) => `contre ${value}`,
  noChange: "sans comparaison",
  chartOf: ({ metric }) => `${metric}\u00a0: évolution`,
  showTable: "Afficher le tableau",
  time: "Date",
  before: "Avant",
  running: "en cours",
  weekOf: ({ day }) => `Semaine du ${day}`,
  panels: {
    sources: {
      title: "Sources",
      tabs: {
        sources: "Sources",
        channels: "Canaux",
        referrers: "Référents",
        campaigns: "Campagnes",
      },
    },
    pages: {
      title: "Pages",
      tabs: { top: "Pages", entry: "Entrées", exit: "Sorties" },
    },
    places: {
      title: "Lieux",
      tabs: { countries: "Pays", regions: "Régions", cities: "Villes" },
    },
    devices: {
      title: "Appareils",
      tabs: { devices: "Appareils", browsers: "Navigateurs", systems: "Systèmes" },
    },
    actions: {
      title: "Actions",
      tabs: { kinds: "Actions", targets: "Cibles", events: "Noms" },
    },
  },
  columnVisitors: "Visiteurs",
  columnEvents: "Actions",
  columnShare: "Part",
  shareOfVisitors: "Part de tous les visiteurs",
  more: ({ count, text }) => `et ${text} ${plural("fr", count, { one: "autre", other: "autres" })}`,
  nothing: "Rien sur cette période.",
  unknown: "Inconnu",
  direct: "Direct ou inconnu",
  channels: {
    direct: "Direct ou inconnu",
    search: "Moteurs de recherche",
    social: "Réseaux sociaux",
    email: "E-mail",
    ai: "Assistants IA",
    paid: "Publicité",
    campaign: "Campagnes",
    referral: "Autres sites",
  },
  devices: {
    desktop: "Ordinateur",
    mobile: "Téléphone",
    tablet: "Tablette",
    tv: "Télévision",
    console: "Console de jeu",
  },
  kinds: {
    outbound: "Liens sortants",
    tel: "Appels téléphoniques",
    mailto: "E-mails",
    form: "Formulaires",
    cta: "Appels à l’action",
    download: "Téléchargements",
    custom: "Événements personnalisés",
  },
  empty: {
    title: "Aucune visite pour l’instant",
    admin:
      "Collez le code dans votre site\u00a0: la première visite s’affichera ici en quelques secondes.",
    client: "Dès que quelqu’un visitera le site, les chiffres s’afficheront ici.",
    action: "Voir l’installation",
  },
};
