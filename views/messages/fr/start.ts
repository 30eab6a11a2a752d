import type { Messages } from "#views/messages/catalogue.ts";

export const start: Messages["start"] = {
  title: "Mesure d’audience sans cookies",
  about: ({ host }) =>
    `Sur ${host}, les propriétaires de sites web voient combien de personnes les visitent, d’où elles viennent et ce qu’elles lisent. Sans cookies, et sans suivre personne.`,
  signIn: "Se connecter",
  visitorTitle: "Vous avez visité un site mesuré ici\u202f?",
  visitorAbout: "Vous pouvez lire ce qui est conservé d’une visite, et vous y opposer.",
  visitorLink: "Ce qui est conservé des visiteurs",
  help: "Aide",
  setUpTitle: "Presque prêt",
  setUpAbout:
    "Ce serveur n’a pas encore de compte. Le premier se crée par un lien à usage unique, inscrit dans le journal du serveur.",
  setUpLine: ({ line }) =>
    `Cherchez-y la ligne qui commence par «\u202f${line}\u202f». Chaque démarrage du serveur en écrit une nouvelle, et seule la dernière est valable.`,
};
