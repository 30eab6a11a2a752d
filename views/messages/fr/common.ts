import type { common as english } from "#views/messages/en/common.ts";

export const common: typeof english = {
  skipToContent: "Aller au contenu",
  sections: "Rubriques",
  sites: "Sites",
  clients: "Clients",
  auditLog: "Journal",
  system: "Système",
  account: "Votre compte",
  signOut: "Se déconnecter",
  switchTheme: "Basculer entre clair et sombre",
  copy: "Copier",
  copied: "Copié",
  pages: "Pages",
  previousPage: "Précédente",
  nextPage: "Suivante",
  pageOf: ({ page, pages }) => `Page ${page} sur ${pages}`,
  save: "Enregistrer",
  cancel: "Annuler",
  backToSites: "Retour aux sites",
  backToStart: "Retour à l’accueil",
  back: "Retour à la page précédente",
  tryAgain: "Réessayer",
  close: "Fermer",
  help: {
    title: "Raccourcis clavier",
    areOn: "Raccourcis actifs sur cet appareil",
    keys: {
      today: "Aujourd’hui",
      yesterday: "Hier",
      week: "7\u00a0derniers jours",
      month: "30\u00a0derniers jours",
      year: "12\u00a0derniers mois",
      live: "Temps réel",
      step: "Période précédente et suivante",
      comparison: "Activer ou désactiver la comparaison",
      search: "Rechercher",
      clear: "Retirer tous les filtres",
      help: "Cette liste",
    },
  },
  errors: {
    not_found: {
      title: "Cette page n’existe pas",
      text: "L’adresse est peut-être mal saisie, ou la page ne vous est pas accessible.",
    },
    site_not_found: {
      title: "Ce site n’est pas parmi les vôtres",
      text: "Son domaine est peut-être mal saisi, il a pu être supprimé ou renommé, ou il ne vous a pas été attribué. Adressez-vous à la personne qui gère ce serveur.",
    },
    last_admin: {
      title: "Il faut un administrateur",
      text: "Personne d’autre ne peut se connecter en tant qu’administrateur. Invitez d’abord un autre administrateur, et attendez que cette personne ait choisi son mot de passe.",
    },
    stale_form: {
      title: "Ce formulaire est trop ancien",
      text: "Vous vous êtes peut-être reconnecté depuis son ouverture. Revenez en arrière, rechargez la page et renvoyez le formulaire.",
    },
    foreign_origin: {
      title: "Ce formulaire vient d’ailleurs",
      text: "Il a été envoyé par un autre site, ou par un navigateur qui n’indique pas sa provenance. Ouvrez le formulaire ici et renvoyez-le.",
    },
    unknown_host: {
      title: "Serveur inaccessible sous ce nom",
      text: "Le serveur ne répond pas à ce nom d’hôte. Utilisez l’adresse pour laquelle il est configuré.",
    },
    form_too_large: {
      title: "C’est trop à la fois",
      text: "Un formulaire peut contenir jusqu’à 64\u202fKo. Raccourcissez votre texte et renvoyez-le.",
    },
    unsupported_form: {
      title: "Ce formulaire est illisible",
      text: "Revenez en arrière, rechargez la page et renvoyez le formulaire.",
    },
    busy: {
      title: "Le serveur est occupé",
      text: "Patientez un instant, puis réessayez.",
    },
    unavailable: {
      title: "La base de données ne répond pas",
      text: "Les visites sont toujours reçues et gardées sur disque jusqu’à son retour. Réessayez dans un instant.",
    },
    unreachable: {
      title: "Le serveur est injoignable",
      text: "Les chiffres affichés sont les précédents. Réessayez dans un instant.",
    },
    offline: {
      title: "Pas de connexion",
      text: "Les chiffres affichés sont les précédents. Réessayez une fois en ligne.",
    },
    internal: {
      title: "Une erreur est survenue de notre côté",
      text: "Rien n’a été perdu. Réessayez dans un instant\u202f; si cela se reproduit, le journal du serveur en dit plus.",
    },
  },
};
