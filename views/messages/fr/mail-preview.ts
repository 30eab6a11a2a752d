import type { Messages } from "#views/messages/catalogue.ts";

export const mailPreview: Messages["mailPreview"] = {
  title: "Aperçu des e-mails",
  about:
    "Tels qu’ils partiraient maintenant. Rien n’est envoyé, et les liens ne mènent nulle part.",
  kind: "E-mail",
  site: "Site",
  locale: "Langue",
  show: "Afficher",
  kinds: {
    week: "Rapport de la semaine",
    month: "Rapport du mois",
    invitation: "Invitation",
    password_reset: "Nouveau mot de passe",
    password_changed: "Mot de passe changé",
    spike: "Alerte\u00a0: bien plus de visiteurs",
    drop: "Alerte\u00a0: bien moins de visiteurs",
    silence: "Alerte\u00a0: plus aucun événement",
  },
  html: "HTML",
  text: "Texte brut",
  noSite: "Les rapports et les alertes s’affichent ici dès qu’il y a un site.",
  agent: "Firefox, Windows",
};
