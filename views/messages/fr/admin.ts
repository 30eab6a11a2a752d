import type { Messages } from "#views/messages/catalogue.ts";

export const admin: Messages["admin"] = {
  auditTitle: "Journal",
  auditEmpty: "Il ne s’est encore rien passé",
  when: "Quand",
  who: "Qui",
  what: "Quoi",
  subject: "Objet",
  address: "Adresse",
  server: "le serveur",
  actions: {
    "instance.set_up": "A installé le serveur",
    "session.start": "S’est connecté",
    "session.refuse": "S’est vu refuser la connexion",
    "session.end": "S’est déconnecté",
    "account.language": "A changé la langue",
    "account.password": "A changé un mot de passe",
    "site.create": "A créé un site",
    "site.update": "A modifié un site",
  },
};
