import type { Messages } from "#views/messages/catalogue.ts";

export const clients: Messages["clients"] = {
  title: "Clients",
  add: "Inviter un client",
  none: "Aucun client pour le moment",
  noneAbout:
    "Invitez quelqu’un et choisissez les sites dont cette personne verra les chiffres. Un lien lui permettra de choisir elle-même son mot de passe.",
  noneAboutSites:
    "Ajoutez d’abord un site\u202f; vous pourrez ensuite inviter les personnes qui en verront les chiffres.",
  find: "Rechercher par nom, adresse ou site",
  search: "Rechercher",
  noneFound: "Personne n’a ces lettres dans son nom, son adresse ou ses sites.",
  person: "Nom",
  role: "Rôle",
  roles: { admin: "Administrateur", client: "Client" },
  access: "Sites",
  allSites: "Tous les sites",
  noSites: "Aucun pour l’instant",
  andMore: ({ count }) => `et ${count}\u00a0de plus`,
  state: "État",
  states: { active: "Actif", invited: "Invité", disabled: "Désactivé" },
  twoFactor: "Deux étapes",
  twoFactorOn: "Oui",
  twoFactorOff: "Non",
  lastSignIn: "Dernière connexion",
  never: "Jamais",
  you: "vous",
  newTitle: "Inviter un client",
  newAbout:
    "Cette personne choisit elle-même son mot de passe, par un lien que vous lui envoyez et qui reste valable 7\u00a0jours.",
  name: "Nom",
  email: "Adresse e-mail",
  emailHint: "Elle sert à se connecter.",
  roleHint: "Un client voit les sites que vous choisissez. Un administrateur voit et modifie tout.",
  language: "Langue",
  languageHint: "Celle des pages et des e-mails. Chacun peut en changer.",
  requiresTwoFactor: "Exiger la connexion en deux étapes",
  requiresTwoFactorHint:
    "En plus du mot de passe, un code donné par le téléphone. La mise en place se fait à la prochaine connexion.",
  sites: "Sites",
  sitesHint: "Cochez les sites dont cette personne voit les chiffres.",
  sitesNone:
    "Il n’y a pas encore de site. Vous pourrez en choisir ici dès que vous en aurez ajouté un.",
  sitesOfAdmin: "Un administrateur voit tous les sites.",
  mayEdit: "et ses réglages",
  mayEditOf: ({ site }) => `de ${site}`,
  create: "Inviter",
  saved: "Enregistré.",
  back: "Tous les clients",
  invited: ({ email }) => `L’invitation est en route vers ${email}.`,
  resetSent: ({ email }) =>
    `Un lien pour choisir un nouveau mot de passe est en route vers ${email}. Toutes les sessions ont pris fin.`,
  disabled: "Ce compte ne permet plus de se connecter, et toutes ses sessions ont pris fin.",
  enabled: "Ce compte est de nouveau ouvert.",
  enabledInvited:
    "Ce compte est de nouveau ouvert. Envoyez une nouvelle invitation\u00a0: l’ancien lien n’est plus valable.",
  twoFactorDropped:
    "La connexion en deux étapes est désactivée, et toutes les sessions ont pris fin.",
  deleted: "Le compte est supprimé, avec tout ce qui en était conservé.",
  link: {
    inviteTitle: "Le lien d’invitation",
    resetTitle: "Le lien pour un nouveau mot de passe",
    forWhom: ({ name, email }) => `Pour ${name} (${email})`,
    shownOnce: "Copiez ce lien maintenant\u00a0: il n’est affiché que cette fois.",
    inviteAbout:
      "Envoyez-le vous-même à cette personne. Il s’ouvre une seule fois, dans les 7\u00a0jours, et permet de choisir un mot de passe. Les liens précédents ne sont plus valables.",
    resetAbout:
      "Envoyez-le vous-même à cette personne. Il s’ouvre une seule fois, dans les 30\u00a0minutes, et permet de choisir un nouveau mot de passe. Les liens précédents ne sont plus valables.",
    label: "Le lien",
    done: "Voir le compte",
  },
  actions: {
    title: "Accès",
    invite: "Invitation",
    inviteAbout: "Aucun mot de passe n’a encore été choisi. Un nouveau lien remplace le précédent.",
    inviteByMail: "Renvoyer l’invitation",
    inviteByLink: "Créer un lien à copier",
    reset: "Mot de passe",
    resetAbout:
      "Un lien permet d’en choisir un nouveau. Toutes les sessions prennent fin maintenant\u202f; l’ancien mot de passe reste valable d’ici là.",
    resetByMail: "Envoyer un lien",
    resetByLink: "Créer un lien à copier",
    twoFactor: "Connexion en deux étapes",
    twoFactorAbout:
      "Pour une personne qui a perdu son téléphone et ses codes de secours. Assurez-vous que la demande vient bien de cette personne.",
    twoFactorDrop: "La désactiver",
    disable: "Désactiver",
    disableAbout:
      "La personne est déconnectée aussitôt et ne peut plus se connecter. Rien n’est supprimé.",
    disableNow: "Désactiver le compte",
    enable: "Réactiver",
    enableAbout: "La personne peut de nouveau se connecter, avec les mêmes accès qu’avant.",
    enableNow: "Réactiver le compte",
    remove: "Supprimer le compte",
    removeAbout:
      "Son nom, son adresse, ses sessions et ses e-mails sont supprimés définitivement. Les sites et leurs chiffres restent\u202f; le journal aussi, qui dit qui a fait quoi.",
    confirm: ({ email }) => `Saisissez ${email} pour confirmer`,
    removeNow: "Supprimer définitivement",
    lastAdmin:
      "C’est le seul administrateur qui puisse se connecter\u00a0: on ne peut ni le désactiver, ni le supprimer, ni en faire un client. Invitez d’abord un autre administrateur.",
  },
  errors: {
    name_missing: "Dites comment appeler cette personne.",
    email_invalid: "Ce n’est pas une adresse e-mail.",
    email_taken: "Quelqu’un a déjà cette adresse.",
    last_admin: "Il faut d’abord un autre administrateur qui puisse se connecter.",
    confirm_wrong: "Ce n’est pas l’adresse du compte.",
  },
};
