import type { Messages } from "#views/messages/catalogue.ts";
import { plural } from "#views/messages/plural.ts";

export const account: Messages["account"] = {
  setUpTitle: "Configurer Tracker Analytics",
  setUpAbout: "Vous êtes la première personne ici\u00a0: ce compte gérera les sites et les accès.",
  signInTitle: "Connexion",
  name: "Nom",
  email: "Adresse e-mail",
  password: "Mot de passe",
  passwordHint: "Au moins 8\u00a0caractères\u202f; quelques mots à la suite font l’affaire.",
  createAccount: "Créer le compte",
  signIn: "Se connecter",
  errors: {
    name_missing: "Dites-nous comment vous appeler.",
    email_invalid: "Ce n’est pas une adresse e-mail.",
    password_short: "Il faut au moins 8\u00a0caractères.",
    password_long: "128\u00a0caractères au plus.",
    password_common: "Ce mot de passe est l’un des premiers que l’on essaie.",
    sign_in_refused: "L’adresse ou le mot de passe est incorrect.",
  },
  waitFor: ({ seconds }) =>
    `Trop de mots de passe erronés. Réessayez dans ${seconds}\u00a0${plural("fr", seconds, { one: "seconde", other: "secondes" })}.`,
};
