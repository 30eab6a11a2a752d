import type { Messages } from "#views/messages/catalogue.ts";

export const unsubscribe: Messages["unsubscribe"] = {
  kinds: { weekly: "le rapport hebdomadaire", monthly: "le rapport mensuel", alert: "les alertes" },
  title: "Se désabonner",
  ask: ({ what, address }) => `Ne plus envoyer ${what} à ${address}\u202f?`,
  stop: "Se désabonner",
  doneTitle: "Désabonnement enregistré",
  done: ({ what, address }) => `Nous n’envoyons plus ${what} à ${address}.`,
  again:
    "Si vous changez d’avis, ce bouton rétablit l’envoi. Il fonctionnera tant que vous conserverez l’e-mail.",
  againAccount: "Vous pouvez aussi choisir vos e-mails sur la page de votre compte.",
  resume: "Se réabonner",
  resumedTitle: "Réabonnement enregistré",
  resumed: ({ what, address }) => `Nous envoyons à nouveau ${what} à ${address}.`,
};
