import type { Messages } from "#views/messages/catalogue.ts";

export const account: Messages["account"] = {
  setUpTitle: "Installer Tracker Analytics",
  setUpAbout: "Vous êtes la première personne ici\u00a0: ce compte gérera les sites et les accès.",
  signInTitle: "Connexion",
  name: "Nom",
  email: "Adresse e-mail",
  password: "Mot de passe",
  passwordHint: "Au moins 8 caractères\u202f; quelques mots à la suite font l’affaire.",
  createAccount: "Créer le compte",
  signIn: "Se connecter",
  errors: {
    name_missing: "Dites-nous comment vous appeler.",
    email_invalid: "Ce n’est pas une adresse e-mail.",
    password_short: "Il faut au moins 8 caractères.",
    password_long: "128 caractères au plus.",
    password_common: "Ce mot de passe est l’un des premiers que l’on essaie.",
    sign_in_refused: "L’adresse ou le mot de passe n’est pas bon.",
  },
  waitFor: ({ seconds }) =>
    `Trop de mots de passe erronés. Réessayez dans ${seconds}\u00a0secondes.`,
};
