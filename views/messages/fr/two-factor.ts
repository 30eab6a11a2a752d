import type { Messages } from "#views/messages/catalogue.ts";
import { plural } from "#views/messages/plural.ts";

export const twoFactor: Messages["twoFactor"] = {
  title: "Connexion en deux étapes",
  about:
    "Après le mot de passe, la connexion demande aussi un code d’une application de votre téléphone. Le mot de passe seul ne suffit plus pour entrer.",
  asked:
    "Votre compte exige la connexion en deux étapes. Activez-la maintenant\u202f; le reste s’ouvrira aussitôt.",
  stepApp:
    "Ouvrez une application d’authentification sur votre téléphone. Si vous n’en avez pas, installez-en une, comme Aegis, Google Authenticator ou le gestionnaire de mots de passe du téléphone.",
  stepScan: "Scannez cette image avec l’application.",
  qr: "QR code pour l’application d’authentification",
  stepType: "Pas d’appareil photo\u202f? Ajoutez un compte à la main et saisissez cette clé\u00a0:",
  key: "Clé pour l’application d’authentification",
  stepCode: "Saisissez le code affiché par l’application.",
  code: "Code",
  codeHint: "Six chiffres. Il change toutes les 30\u00a0secondes.",
  codeWrong:
    "Ce code est incorrect ou n’est plus valable. Attendez le suivant\u202f; s’il échoue aussi, vérifiez l’heure du téléphone.",
  turnOn: "Activer",
  codesTitle: "Vos codes de secours",
  codesOn: "La connexion en deux étapes est activée.",
  codesAbout:
    "Si vous perdez votre téléphone, chacun de ces codes vous permet d’entrer une fois. Gardez-les en lieu sûr, mais pas dans le téléphone.",
  codesOnce: "Ces codes ne sont affichés que maintenant.",
  print: "Imprimer",
  goOn: "Je les ai conservés",
  on: "Elle est activée\u00a0: après le mot de passe, la connexion demande un code de votre téléphone.",
  leftTitle: "Codes de secours",
  left: ({ count }) =>
    `Il vous reste ${count}\u00a0${plural("fr", count, { one: "code", other: "codes" })}. En créer de nouveaux annule les anciens.`,
  renew: "Créer de nouveaux codes",
  offTitle: "Désactiver",
  offAbout: "La connexion ne demandera plus que le mot de passe.",
  offRefused: "Votre administrateur exige la connexion en deux étapes\u202f; elle reste activée.",
  off: "Désactiver",
  signInTitle: "Saisissez votre code",
  signInAbout:
    "Ouvrez l’application d’authentification de votre téléphone et saisissez le code affiché.",
  recoveryAbout:
    "Saisissez l’un des codes de secours que vous avez conservés. Chacun ne sert qu’une fois.",
  recoveryCode: "Code de secours",
  useRecovery: "Utiliser un code de secours",
  useApp: "Utiliser le code de l’application",
  someoneElse: "Se connecter avec un autre compte",
  signInWrong: "Ce code est incorrect ou a déjà servi.",
  signInWait: ({ seconds }) =>
    `Trop de codes erronés. Réessayez dans ${seconds}\u00a0${plural("fr", seconds, { one: "seconde", other: "secondes" })}.`,
};
