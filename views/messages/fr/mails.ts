import type { Messages } from "#views/messages/catalogue.ts";

export const mails: Messages["mails"] = {
  title: "E-mails",
  mail: "E-mails",
  by: ({ carrier }) => `par ${carrier}`,
  notSetUp: "envoi non configuré",
  waiting: ({ count }) => `${count}\u00a0en attente`,
  all: "Voir les e-mails",
  back: "Tous les e-mails",
  setUp:
    "Aucun e-mail n’est envoyé pour l’instant. Pour envoyer des e-mails, le serveur a besoin de SMTP_URL ou de RESEND_API_KEY, ainsi que de MAIL_FROM et de PUBLIC_URL. D’ici là, vous pouvez ouvrir un e-mail ici et transmettre vous-même ce qu’il dit.",
  empty: "Aucun e-mail pour l’instant",
  emptyAbout:
    "Les invitations, les liens pour un nouveau mot de passe et les rapports figurent ici, avec ce qu’ils sont devenus. Ils sont supprimés au bout de 30\u00a0jours.",
  queued: "Quand",
  about: "Sujet",
  recipient: "À",
  state: "État",
  tries: "Essais",
  answer: "Dernière réponse",
  nextTry: "Prochain essai",
  sentAt: "Envoyé",
  kinds: {
    invitation: "Invitation",
    password_reset: "Nouveau mot de passe",
    password_changed: "Mot de passe changé",
    report: "Rapport",
    alert: "Alerte",
  },
  states: {
    waiting: "En attente",
    sent: "Envoyé",
    failed: "Non envoyé",
    unknown: "Peut-être envoyé",
    needless: "Inutile",
  },
  statesAbout: {
    waiting: "Il partira au prochain essai.",
    waitingForMail: "Il attend que le serveur puisse envoyer des e-mails, puis un jour au plus.",
    sent: "Le serveur de messagerie l’a accepté. Son contenu n’est pas conservé.",
    failed: "L’envoi n’est plus réessayé automatiquement.",
    unknown:
      "Le serveur de messagerie n’a pas dit s’il l’a accepté. L’e-mail n’est donc pas renvoyé\u00a0: il pourrait arriver deux fois.",
    needless: "Il ne concernait plus personne, ou son lien a été transmis de la main à la main.",
  },
  reasons: {
    too_old: "Il n’a pas pu être envoyé pendant un jour",
    unwritable: "Il n’a pas pu être rédigé\u202f; le journal du serveur dit pourquoi",
    given_up: "Un administrateur y a renoncé",
  },
  retry: "Réessayer maintenant",
  requeue: "Remettre en attente",
  retried: "Un nouvel essai est en cours.",
  giveUp: "Renoncer à l’envoi",
  gaveUp: "Il ne sera plus envoyé.",
  preview: "Ce qu’il dit",
  previewAbout:
    "Tel qu’il serait rédigé maintenant. Le lien d’une invitation ou d’un nouveau mot de passe n’est créé qu’au moment de l’envoi.",
  noPreview: "Cet e-mail ne concerne plus personne\u00a0: il ne sera pas envoyé.",
  link: "Transmettre le lien vous-même",
  linkAbout:
    "Le lien de cet e-mail est créé et affiché une seule fois, pour que vous le transmettiez. Les liens précédents ne s’ouvriront plus, et l’e-mail ne sera plus envoyé.",
  linkNow: "Créer le lien",
  test: {
    title: "Envoyer un e-mail de test",
    about: "Il part tout de suite, et vous voyez ce que répond le serveur de messagerie.",
    notSetUp:
      "Aucun e-mail ne peut être envoyé\u00a0: le serveur a besoin de SMTP_URL ou de RESEND_API_KEY, ainsi que de MAIL_FROM et de PUBLIC_URL.",
    address: "À",
    send: "Envoyer",
    invalid: "Saisissez une adresse e-mail, par exemple anna@example.com.",
    sent: ({ carrier, email }) => `${carrier} a accepté l’e-mail pour ${email}. Sa réponse\u00a0:`,
    refused: ({ email }) => `L’e-mail pour ${email} n’a pas été envoyé. La réponse\u00a0:`,
    unknown: ({ email }) =>
      `L’e-mail pour ${email} a été remis, mais aucune réponse n’est revenue\u00a0: il arrivera peut-être.`,
  },
};
