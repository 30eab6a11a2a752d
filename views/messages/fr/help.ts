export const help = {
  title: "Aide",
  groups: {
    start: "Premiers pas",
    platforms: "Guides par plateforme",
    counting: "Ce qui est compté",
    reading: "Lire les chiffres",
    managing: "Sites et personnes",
    privacy: "Vie privée",
    server: "Le serveur",
  },
};
