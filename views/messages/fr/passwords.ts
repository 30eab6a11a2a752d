import type { Messages } from "#views/messages/catalogue.ts";
import { plural } from "#views/messages/plural.ts";

export const passwords: Messages["passwords"] = {
  forgot: "Mot de passe oublié\u202f?",
  about:
    "Indiquez votre adresse\u00a0: un lien pour choisir un nouveau mot de passe vous sera envoyé.",
  send: "Envoyer le lien",
  sentTitle: "Consultez votre messagerie",
  sent: "Si un compte existe à cette adresse, un message est en route. Son lien ne sert qu’une fois, pendant 30\u00a0minutes.",
  sentNothing:
    "Rien après quelques minutes\u202f? Regardez dans les courriers indésirables, ou vérifiez l’adresse et recommencez.",
  askAgain: "Recommencer",
  backToSignIn: "Retour à la connexion",
  noMail:
    "Ce serveur n’envoie pas de messages. Adressez-vous à la personne qui vous a donné accès\u00a0: elle peut vous remettre un lien pour choisir un nouveau mot de passe.",
  noMailAdmin: "Si c’est votre propre serveur, cette commande en définit un et l’affiche\u00a0:",
  command: "Commande qui définit un nouveau mot de passe",
  waitFor: ({ seconds }) =>
    `Trop de demandes à la suite. Réessayez dans ${seconds}\u00a0${plural("fr", seconds, { one: "seconde", other: "secondes" })}.`,
  newTitle: "Choisir un nouveau mot de passe",
  newAbout: ({ name }) =>
    `Bonjour ${name}. Dès qu’il sera enregistré, vos sessions ouvertes ailleurs seront fermées.`,
  welcomeTitle: ({ name }) => `Bienvenue, ${name}`,
  welcomeAbout: "Choisissez un mot de passe, et vous y êtes.",
  newPassword: "Nouveau mot de passe",
  set: "Enregistrer le mot de passe",
  overTitle: "Ce lien ne fonctionne plus",
  over: "Il a déjà servi, son délai est passé, ou un lien plus récent l’a remplacé. Cela s’arrange vite\u00a0:",
  newLink: "Recevoir un nouveau lien",
};
