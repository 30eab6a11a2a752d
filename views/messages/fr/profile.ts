import type { Messages } from "#views/messages/catalogue.ts";

export const profile: Messages["profile"] = {
  title: "Votre compte",
  saved: "Vos modifications sont enregistrées.",
  theme: "Apparence",
  themes: { system: "Comme sur cet appareil", light: "Claire", dark: "Sombre" },
  language: "Langue",
  mails: "Rapports par e-mail",
  weeklyMail: "Chaque semaine",
  monthlyMail: "Chaque mois",
  passwordTitle: "Mot de passe",
  passwordAbout: "Un nouveau mot de passe déconnecte tous les autres navigateurs.",
  passwordNow: "Mot de passe actuel",
  passwordNew: "Nouveau mot de passe",
  passwordChange: "Changer le mot de passe",
  passwordChanged:
    "Votre mot de passe a été changé et tous les autres navigateurs ont été déconnectés.",
  passwordWrong: "Ce n’est pas votre mot de passe.",
  factorTitle: "Connexion en deux étapes",
  factorOff:
    "En plus du mot de passe, un code de votre téléphone protège votre compte, même si le mot de passe est dévoilé.",
  factorOn: "Elle est activée\u00a0: la connexion demande aussi un code de votre téléphone.",
  factorIsOff: "La connexion en deux étapes est désactivée.",
  factorSetUp: "L’activer",
  factorSettings: "Codes de secours et réglages",
  sessionsTitle: "Vos connexions",
  sessionsAbout:
    "Une session prend fin d’elle-même au bout de 8\u00a0heures. Si vous n’en reconnaissez pas une, fermez-la, puis changez votre mot de passe.",
  sessionEnded: "La session est fermée.",
  thisOne: "Celle-ci",
  unknownAgent: "Navigateur inconnu",
  since: "depuis le",
  end: "Fermer",
  endOf: ({ agent }) => `Fermer la session de ${agent}`,
  endOthers: "Fermer toutes les autres",
};
