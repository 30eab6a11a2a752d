import type { Messages } from "#views/messages/catalogue.ts";

export const emails: Messages["emails"] = {
  hello: ({ name }) => `Bonjour ${name},`,
  from: ({ host }) => `Envoyé par Tracker Analytics, sur ${host}.`,
  test: {
    subject: ({ host }) => `Un e-mail de test de ${host}`,
    title: "Les e-mails arrivent",
    about: ({ host }) =>
      `Un administrateur de ${host} a envoyé cet e-mail pour vérifier que les e-mails arrivent. Vous n’avez rien à faire.`,
    action: "Ouvrir la page «\u202fSystème\u202f»",
  },
  invitation: {
    subject: ({ who }) => `${who} vous invite à consulter les statistiques de votre site`,
    subjectOfNobody: "Une invitation à consulter les statistiques de votre site",
    title: "Vos statistiques vous attendent",
    about: ({ who }) =>
      `${who} vous donne accès à Tracker Analytics\u00a0: combien de personnes visitent votre site, d’où elles viennent et ce qu’elles lisent.`,
    aboutOfNobody:
      "Un accès à Tracker Analytics vous a été ouvert\u00a0: combien de personnes visitent votre site, d’où elles viennent et ce qu’elles lisent.",
    sites: "Vous y verrez\u00a0:",
    moreSites: ({ count }) => `et ${count}\u00a0autres`,
    choose: "Choisissez un mot de passe, et vous y êtes.",
    action: "Choisir un mot de passe",
    life: "Le lien ne sert qu’une fois, pendant sept jours.",
    ignore:
      "Si vous ne savez pas pourquoi vous recevez ce message, vous n’avez rien à faire\u00a0: personne d’autre que vous ne peut entrer par ce lien.",
  },
  passwordReset: {
    subject: "Choisir un nouveau mot de passe",
    title: "Choisir un nouveau mot de passe",
    about: ({ email }) =>
      `Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour ${email}.`,
    action: "Choisir un mot de passe",
    life: "Le lien ne sert qu’une fois, pendant 30\u00a0minutes.",
    ignore: "Si ce n’était pas vous, ne faites rien\u00a0: votre mot de passe reste le même.",
  },
  passwordChanged: {
    subject: "Votre mot de passe a été changé",
    title: "Votre mot de passe a été changé",
    about: ({ email }) =>
      `Le mot de passe de ${email} a été changé. Toutes les sessions ouvertes jusque-là ont été fermées.`,
    when: ({ at }) => `Quand\u00a0: ${at}`,
    device: ({ agent }) => `Avec\u00a0: ${agent}`,
    unknownDevice: "un navigateur inconnu",
    action: "Changer le mot de passe",
    mine: "Si c’était vous, il n’y a rien à faire.",
    notMine:
      "Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe et prévenez la personne qui vous a donné accès.",
  },
};
