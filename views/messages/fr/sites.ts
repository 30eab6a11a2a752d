import type { Messages } from "#views/messages/catalogue.ts";
import { plural } from "#views/messages/plural.ts";

export const sites: Messages["sites"] = {
  title: "Sites",
  add: "Ajouter un site",
  none: "Aucun site pour le moment",
  noneAbout: "Ajoutez le premier, collez-y une ligne de HTML et regardez les visites arriver.",
  noneForClient:
    "Aucun site ne vous a encore été attribué. Adressez-vous à la personne qui gère ce serveur.",
  visitors30: "visiteurs en 30\u00a0jours",
  find: "Rechercher un site",
  noneFound: "Aucun site ne contient ces lettres dans son nom ou son domaine.",
  quiet: "Personne ces dernières 24\u00a0heures",
  hours: ({ most, last }) =>
    `Visiteurs des dernières 24\u00a0heures, heure par heure\u00a0: ${most} au plus, ${last} dans l’heure en cours`,
  newTitle: "Ajouter un site",
  settingsTitle: "Réglages du site",
  name: "Nom",
  nameHint: "Celui que vous lui donnez\u202f; à défaut, son domaine.",
  domain: "Domaine",
  domainHint: "Par exemple boutique.example\u202f; www. est compris.",
  domainFixed: "Seule la personne qui gère ce serveur peut le changer.",
  hostnames: "Autres noms d’hôte",
  hostnamesHint: "Séparés par des virgules. Les visites de tout autre hôte sont refusées.",
  includeSubdomains: "Compter aussi les sous-domaines",
  includeSubdomainsHint:
    "Par exemple blog.boutique.example, quel que soit ce qui précède le domaine.",
  timeZone: "Fuseau horaire",
  timeZoneHint: "Il détermine quand un jour commence et finit pour ce site.",
  locale: "Langue des e-mails",
  localeHint: "Celle des rapports de ce site, sauf pour les personnes qui en ont choisi une autre.",
  hashMode: "Les pages diffèrent par ce qui suit #",
  hashModeHint: "Pour les applications aux adresses du type /#/menu.",
  respectDnt: "Respecter Do Not Track et Global Privacy Control",
  respectDntHint:
    "Les visiteurs qui le demandent ne sont pas comptés\u202f; on sait seulement combien l’ont demandé.",
  countLinks: "Compter les clics sur les liens",
  countLinksHint:
    "Liens vers d’autres sites, numéros de téléphone, adresses e-mail et téléchargements.",
  countForms: "Compter les formulaires envoyés",
  countFormsHint:
    "Seulement le fait qu’un formulaire a été envoyé, et lequel\u202f; jamais ce qui a été saisi.",
  countTestTraffic: "Compter le trafic de test",
  countTestTrafficHint:
    "Les visites depuis cette machine, depuis des fichiers et par des robots de test.",
  excludedIps: "Adresses non comptées",
  excludedIpsHint:
    "Les vôtres, par exemple\u00a0: 203.0.113.7, 203.0.113.0/24. Séparées par des virgules.",
  excludedPaths: "Pages non comptées",
  excludedPathsHint:
    "Par exemple /admin/*, où * remplace n’importe quelle suite de caractères. Séparées par des virgules.",
  retentionMonths: "Mois à conserver",
  retentionMonthsHint: ({ kept }) =>
    `Les visites plus anciennes sont supprimées définitivement. Si le champ est vide, le serveur décide\u00a0: ${kept}.`,
  eventsKept: ({ kept }) =>
    `Pour chaque site, les événements eux-mêmes sont conservés au plus\u00a0: ${kept}. Les chiffres qui en ont été tirés restent.`,
  retentionIs: ({ kept }) => `Durée de conservation des visites\u00a0: ${kept}.`,
  keptFor: ({ count }) => (count === 0 ? "sans limite" : `${count}\u00a0mois`),
  reportEmails: "Envoyer aussi les rapports à",
  reportEmailsHint:
    "Vingt adresses au plus, séparées par des virgules. Les personnes qui ont un compte choisissent leurs messages sur la page de leur compte.",
  alerts: "Prévenir par e-mail quand",
  alertSpike: "il y a beaucoup plus de visiteurs que d’habitude",
  alertSpikeHint: "Par rapport à la même heure du même jour au cours des six dernières semaines.",
  alertDrop: "il y a beaucoup moins de visiteurs que d’habitude",
  alertDropHint: "Selon la même comparaison, à partir de 20\u00a0visiteurs par heure.",
  alertSilence: "plus rien n’est mesuré depuis un jour",
  alertSilenceHint: "Le plus souvent, le script s’est perdu lors d’un changement du site.",
  sections: {
    general: "Général",
    counted: "Ce qui est compté",
    privacy: "Vie privée et données",
    mails: "E-mails",
    danger: "Archiver ou supprimer",
  },
  life: {
    archive: "Archiver le site",
    archiveAbout:
      "Un site archivé n’est plus compté et n’est visible que par les administrateurs. Ses chiffres restent, et il peut être rétabli.",
    archivedAbout:
      "Ce site est archivé\u00a0: rien n’est compté et seuls les administrateurs le voient. Vous pouvez le rétablir plus bas.",
    archived: "Archivé",
    restore: "Rétablir le site",
    restoreAbout:
      "Une fois rétabli, le site est de nouveau compté, et les personnes qui le voyaient le voient de nouveau.",
    delete: "Supprimer le site…",
    deleteAbout: "Supprime le site et tout ce qui a été compté pour lui.",
    deleteTitle: "Supprimer le site",
    loses: ({ count, text, since }) =>
      plural("fr", count, {
        one: `${text} événement depuis le ${since} serait perdu.`,
        other: `${text} événements depuis le ${since} seraient perdus.`,
      }),
    losesAll: ({ since }) => `Tous les événements depuis le ${since} seraient perdus.`,
    losesNothing: "Rien n’a jamais été compté pour ce site.",
    forGood: "C’est irréversible.",
    exportFirst: "Télécharger d’abord tous les événements, en fichier CSV",
    ratherArchive:
      "Pour ne plus compter tout en gardant les chiffres, archivez plutôt le site dans ses réglages.",
    typeDomain: ({ domain }) => `Saisissez ${domain} pour le supprimer`,
    mistyped: ({ domain }) => `Ce n’est pas ${domain}.`,
    deleteNow: "Supprimer définitivement",
  },
  rebuild: {
    title: "Recompter le passé selon le nouveau fuseau horaire\u202f?",
    about:
      "Désormais, les jours commencent et finissent selon le nouveau fuseau. Ce qui a été compté avant reste aux jours de l’ancien. Recompter déplace chaque visite passée au jour où elle a commencé dans le nouveau fuseau. Rien n’est perdu, et tout se fait automatiquement pendant que vous faites autre chose.",
    isFinal: ({ date }) =>
      `Les jours antérieurs au ${date} restent tels qu’ils ont été comptés\u00a0: leurs événements ne sont plus conservés.`,
    start: "Recompter le passé",
    running: "Le passé est en train d’être recompté",
    failed: "Le recomptage s’est interrompu. Il reprendra d’ici une minute.",
    done: "Le passé a été recompté.",
  },
  table: {
    title: "Tous les sites",
    manage: "Gérer",
    site: "Site",
    clients: "Clients",
    lastSeen: "Dernière visite",
    visitors: "Visiteurs, 30\u00a0jours",
    state: "État",
    states: {
      counted: "Compté",
      waiting: "Aucune visite encore",
      archived: "Archivé",
      deleting: "En cours de suppression",
      deleted: "Supprimé",
      failed: "Interrompu, reprendra d’ici une minute",
    },
  },
  more: "Autres réglages",
  create: "Créer le site",
  installTitle: "Installer le script",
  installMore: "En savoir plus sur l’installation",
  installAbout: "Collez cette ligne dans l’en-tête de chaque page\u00a0:",
  snippet: "La ligne de HTML",
  pixelAbout:
    "Pour les visiteurs sans JavaScript, ajoutez ceci à la fin du corps de la page\u00a0:",
  pixel: "L’image pour les visiteurs sans JavaScript",
  server: {
    title: "Événements de votre propre serveur",
    about:
      "Ce qu’aucun navigateur ne voit, un paiement par exemple, votre serveur peut le signaler lui-même. Il lui faut une clé secrète de ce site.",
    make: "Créer une clé secrète",
    renew: "Créer une nouvelle clé et révoquer l’ancienne",
    exists: "Une clé secrète existe. Elle ne peut plus être affichée.",
    shownOnce:
      "Gardez cette clé là où votre serveur la trouve\u00a0: elle n’est affichée que maintenant.",
    key: "La clé secrète",
    example:
      "Voici comment signaler un événement, avec l’adresse et le navigateur du visiteur\u00a0:",
  },
  waiting: "En attente de la première visite…",
  waitingAbout: "Ouvrez une page de votre site. Cette page se met à jour d’elle-même.",
  arrived: "La première visite est arrivée.",
  toDashboard: "Voir le tableau de bord",
  checkAgain: "Vérifier à nouveau",
  settings: "Réglages",
  saved: "Enregistré.",
  errors: {
    domain_invalid: "Ce n’est pas un domaine.",
    domain_taken: "Ce domaine est déjà celui d’un autre site.",
    hostnames_invalid: "L’un de ces noms n’est pas un nom d’hôte.",
    ips_invalid: "L’une d’elles n’est ni une adresse, ni une plage telle que 203.0.113.0/24.",
    paths_invalid: "L’une d’elles ne commence pas par une barre oblique.",
    zone_invalid: "Choisissez un fuseau horaire dans la liste.",
    locale_invalid: "Choisissez une langue dans la liste.",
    emails_invalid: "L’une d’elles n’est pas une adresse e-mail, ou il y en a plus de 20.",
    months_invalid: "Indiquez un nombre entier de mois, de 1 à 1\u202f200, ou laissez vide.",
  },
};
