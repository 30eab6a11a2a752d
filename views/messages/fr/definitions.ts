import type { definitions as english } from "#views/messages/en/definitions.ts";

export const definitions: typeof english = {
  visitors: {
    term: "Visiteurs",
    text: "Nombre de personnes venues, distinguées par leur navigateur et comptées à nouveau chaque jour\u00a0: une personne qui vient trois jours différents compte pour trois visiteurs, car personne n’est reconnu le lendemain.",
  },
  visits: {
    term: "Visites",
    text: "Nombre de fois où l’on est venu\u00a0: tout ce que fait un visiteur sans interruption de plus de 30\u00a0minutes forme une seule visite.",
  },
  pageviews: {
    term: "Pages vues",
    text: "Nombre de pages ouvertes et regardées. Une page ouverte deux fois compte deux fois\u202f; une page restée dans un onglet d’arrière-plan sans être vue ne compte pas.",
  },
  "views-per-visit": {
    term: "Pages par visite",
    text: "Nombre moyen de pages vues au cours d’une visite\u00a0: les pages vues divisées par les visites.",
  },
  events: {
    term: "Actions",
    text: "Tout ce que les visiteurs ont fait en plus de voir des pages\u00a0: liens sortants, appels, e-mails, formulaires, appels à l’action, téléchargements et ce que le site signale lui-même.",
  },
  "bounce-rate": {
    term: "Taux de rebond",
    text: "Part des visites limitées à une seule page, sans autre action. Une seule page vue, puis un appel ou un formulaire envoyé\u00a0: ce n’est pas un rebond.",
  },
  duration: {
    term: "Durée de visite",
    text: "Durée moyenne d’une visite. Seul compte le temps où une page était au premier plan et utilisée\u202f; il est mesuré et non estimé, même pour une visite d’une seule page.",
  },
  "time-on-page": {
    term: "Temps sur la page",
    text: "Temps pendant lequel la page était au premier plan et utilisée, en moyenne à chaque fois qu’elle a été vue.",
  },
  "scroll-depth": {
    term: "Profondeur de lecture",
    text: "Jusqu’où la page a été parcourue\u00a0: le point le plus bas atteint par chaque visite, en pour cent de la page, en moyenne sur les visites qui l’ont vue.",
  },
  share: {
    term: "Part",
    text: "Part des visiteurs de la période, avec les mêmes filtres, qui relèvent de la ligne. Un visiteur peut relever de plusieurs lignes\u00a0: la somme des parts peut donc dépasser 100\u202f%.",
  },
  conversions: {
    term: "Conversions",
    text: "Nombre de fois où un visiteur a fait ce que le site attend de lui\u00a0: appels, e-mails, formulaires, appels à l’action et événements personnalisés. Les liens sortants et les téléchargements sont des actions, mais pas des conversions.",
  },
  "conversion-rate": {
    term: "Taux de conversion",
    text: "Part des visiteurs qui ont fait au moins une fois ce que le site attend d’eux\u00a0: les visiteurs ayant fait l’action, divisés par tous les visiteurs de la période avec les mêmes filtres.",
  },
  online: {
    term: "En ce moment sur le site",
    text: "Visiteurs qui ont donné un signe de vie dans les cinq dernières minutes. Une page au premier plan et utilisée en donne un toutes les 30\u00a0secondes.",
  },
  heatmap: {
    term: "Jour et heure",
    text: "Quand viennent les visiteurs\u00a0: leur nombre à chaque heure de la semaine, selon l’heure à laquelle leur visite a commencé, à l’horloge du site.",
  },
  live: {
    term: "Temps réel",
    text: "Visites qui ont donné un signe de vie dans les 30\u00a0dernières minutes. Chacune est comptée en entier, avec ce qu’elle a fait avant\u202f; le graphique montre ces minutes une à une.",
  },
};
