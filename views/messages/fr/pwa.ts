import type { pwa as english } from "#views/messages/en/pwa.ts";

export const pwa: typeof english = {
  offline: {
    title: "Pas de connexion au serveur",
    text: "Vous êtes peut-être hors connexion, et cette page ne fait pas partie de celles que cet appareil garde. Elle s’affichera d’elle-même au retour de la connexion.",
    note: "Vous êtes hors connexion.",
    unreachable: "Le serveur est injoignable.",
    today: ({ time }) => `Voici les chiffres de ${time}.`,
    earlier: ({ day, time }) => `Voici les chiffres du ${day} à ${time}.`,
    other: "Ce sont les derniers consultés, et non ceux que vous avez demandés.",
    back: "La connexion est rétablie.",
    reload: "Afficher les derniers chiffres",
  },
  update: {
    ready: "Une nouvelle version est prête.",
    use: "L’utiliser",
  },
  install: {
    offer:
      "Vos chiffres en application sur cet appareil : dans sa propre fenêtre, même hors connexion.",
    install: "Installer",
    onIphone: "Vos chiffres en application : touchez Partager, puis « Sur l’écran d’accueil ».",
    how: "Comment faire",
    no: "Non, merci",
  },
  pull: {
    running: "Actualisation des chiffres.",
    done: "Les chiffres sont à jour.",
    failed: "Les chiffres n’ont pas pu être actualisés.",
  },
};
