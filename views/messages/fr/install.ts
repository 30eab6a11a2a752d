import type { Messages } from "#views/messages/catalogue.ts";

export const install: Messages["install"] = {
  platformsLabel: "Avec quoi le site est fait",
  platforms: {
    html: "HTML simple",
    wordpress: "WordPress",
    webflow: "Webflow",
    shopify: "Shopify",
    next: "Next.js",
    gtm: "Google Tag Manager",
    spa: "Application monopage",
    other: "Squarespace, Wix, autres",
  },
  guides: {
    html: {
      before: [
        "Ouvrez dans un éditeur de texte le fichier HTML d’une page, ou le modèle commun à toutes les pages.",
      ],
      paste: "Collez cette ligne juste avant </head>\u00a0:",
      after: [
        "Enregistrez, puis mettez le fichier en ligne comme d’habitude.",
        "Sans modèle commun, faites de même dans chaque page à compter.",
      ],
      troubles: [
        "Une page ouverte depuis votre propre disque (son adresse commence par file:) n’est pas comptée. Ouvrez le site par son domaine.",
      ],
    },
    wordpress: {
      before: [
        "Dans l’administration de WordPress, installez et activez l’extension gratuite «\u202fWPCode – Insert Headers and Footers\u202f».",
        "Dans le menu de gauche, ouvrez Code Snippets, puis Header & Footer.",
      ],
      paste: "Collez cette ligne dans la zone «\u202fHeader\u202f»\u00a0:",
      after: [
        "Cliquez sur Save Changes (Enregistrer).",
        "Si vous utilisez une extension de cache, videz le cache une fois.",
        "Ouvrez votre site dans un autre navigateur, où aucune session WordPress n’est ouverte.",
      ],
      troubles: [
        "Les extensions qui accélèrent un site (WP Rocket, LiteSpeed Cache, Autoptimize et d’autres) peuvent retarder ou fusionner les scripts\u00a0: les visiteurs qui repartent aussitôt ne sont alors pas vus. Ajoutez l’adresse de ce serveur à la liste des scripts qu’elles ne doivent pas modifier.",
      ],
    },
    webflow: {
      before: [
        "Dans Webflow, ouvrez les réglages de votre site (Site settings), puis Custom code.",
      ],
      paste: "Collez cette ligne dans la zone «\u202fHead code\u202f»\u00a0:",
      after: [
        "Cliquez sur Save changes.",
        "Publiez le site\u00a0: avant cela, les visiteurs voient les anciennes pages.",
      ],
      troubles: [
        "Le code personnalisé demande une formule payante, et ne s’exécute pas dans l’aperçu du Designer.",
        "L’adresse qui finit par webflow.io est un autre hôte. Pour y compter les visites, ajoutez-la dans les réglages de ce site, sous «\u202fAutres noms d’hôte\u202f».",
      ],
    },
    shopify: {
      before: [
        "Dans l’administration de Shopify, ouvrez Boutique en ligne, puis Thèmes.",
        "À côté de votre thème, ouvrez le menu aux trois points et choisissez Modifier le code.",
        "Dans le dossier Layout, ouvrez theme.liquid.",
      ],
      paste: "Collez cette ligne juste avant </head>\u00a0:",
      after: ["Cliquez sur Enregistrer."],
      troubles: [
        "Après un changement de thème, collez la ligne dans le nouveau.",
        "Les pages de paiement appartiennent à Shopify et ne sont pas comptées.",
        "N’utilisez pas de «\u202fpixel personnalisé\u202f»\u00a0: il s’exécute à l’écart de la page et ne la voit pas.",
      ],
    },
    next: {
      before: ["Ouvrez app/layout.tsx, la mise en page commune à toutes les pages."],
      paste: "Importez Script et placez-le à la fin du body, comme dans cet exemple\u00a0:",
      after: [
        "Compilez et déployez le site. Le passage d’une page à l’autre est détecté automatiquement.",
        "Avec un dossier pages au lieu du dossier app, placez le même <Script> dans pages/_app.tsx.",
      ],
      troubles: [
        "Sur votre propre machine (localhost), rien n’est compté, à moins que «\u202fCompter le trafic de test\u202f» ne soit activé dans les réglages de ce site.",
      ],
    },
    gtm: {
      before: [
        "Dans Google Tag Manager, ouvrez votre conteneur, choisissez Balises, puis Nouvelle.",
        "Comme type de balise, choisissez HTML personnalisé.",
      ],
      paste: "Collez cette ligne dans la zone «\u202fHTML\u202f»\u00a0:",
      after: [
        "Comme déclencheur, choisissez «\u202fAll Pages\u202f», celui du type Page vue.",
        "Enregistrez la balise, puis cliquez sur Envoyer et Publier.",
      ],
      troubles: [
        "Beaucoup de bloqueurs de publicité arrêtent Google Tag Manager et tout ce qu’il contient. Placée directement dans les pages, la ligne compte davantage de visites.",
        "Si le conteneur attend le consentement, cette balise l’attend aussi.",
        "Aucun déclencheur «\u202fModification dans l’historique\u202f» n’est nécessaire\u00a0: les changements de page sont détectés automatiquement, et ne seraient pas comptés deux fois.",
      ],
    },
    spa: {
      before: ["Ouvrez l’unique fichier HTML de l’application, en général index.html."],
      paste: "Collez cette ligne juste avant </head>\u00a0:",
      after: [
        "Compilez et déployez l’application. Chaque changement d’adresse compte comme une page, avec React, Vue, Angular, Svelte et tout autre routeur.",
        "Si les adresses ressemblent à /#/menu, activez «\u202fLes pages diffèrent par ce qui suit #\u202f» dans les réglages de ce site.",
      ],
      troubles: [
        "Sur votre propre machine (localhost), rien n’est compté, à moins que «\u202fCompter le trafic de test\u202f» ne soit activé dans les réglages de ce site.",
        'Pour compter vous-même les vues, ajoutez data-track-manual à la ligne et appelez tracker(null, {url:"/users/:id"}) à chaque vue.',
      ],
    },
    other: {
      before: [
        "Squarespace\u00a0: ouvrez Settings, Developer Tools, Code Injection, puis la zone «\u202fHeader\u202f».",
        "Wix\u00a0: ouvrez Paramètres, Code personnalisé, puis Ajouter un code personnalisé\u202f; choisissez toutes les pages, un seul chargement, et l’en-tête (Head)\u202f; puis cliquez sur Appliquer.",
        "Ailleurs\u00a0: cherchez «\u202fcode personnalisé\u202f», «\u202fcode de suivi\u202f» ou «\u202fcode dans l’en-tête\u202f».",
      ],
      paste: "Collez-y cette ligne\u00a0:",
      after: ["Enregistrez, et publiez le site si votre outil le demande."],
      troubles: [
        "Beaucoup de ces outils ne proposent le code personnalisé que dans leurs formules payantes.",
      ],
    },
  },
  package: {
    title: "Ou l’intégrer à l’application",
    about:
      "Le même script, en module ES avec ses types. Construisez le paquet depuis le code source de ce serveur avec bun run build:npm, ajoutez-le à l’application, laissez la ligne de HTML de côté et appelez-le une fois\u00a0:",
  },
  troubles: {
    title: "Ce qui pose le plus souvent problème",
    cache:
      "Une ancienne page est encore servie. Videz le cache de votre site, de ses extensions et d’un éventuel CDN.",
    consent:
      "Un outil de consentement retient le script jusqu’à l’accord du visiteur. Le script ne dépose aucun cookie et n’enregistre rien sur l’appareil\u202f; c’est à vous de décider s’il peut s’exécuter avant.",
    blocker:
      "Votre propre bloqueur de publicité l’arrête. Désactivez-le pour votre site, ou regardez avec un téléphone sur le réseau mobile.",
    policy:
      "Le site a une politique de sécurité du contenu (CSP)\u202f; la personne qui l’a développé la connaît. Elle doit autoriser ce serveur deux fois\u00a0:",
    policyLabel: "Ce que la politique de sécurité du contenu doit autoriser",
  },
  times: ({ text }) => `${text} ×`,
  refusedTitle: "Depuis hier, des messages sont arrivés sans être comptés\u00a0:",
  refused: {
    overloaded: () =>
      "envoi alors que le serveur avait trop à faire. Le navigateur réessaie de lui-même.",
    unavailable: () =>
      "envoi non enregistré, car la base de données ne répondait pas. Un administrateur en voit plus sur la page «\u202fSystème\u202f».",
    rate_limited: () =>
      "envoi trop rapproché d’un autre, depuis la même adresse. Attendez dix secondes et rouvrez une page.",
    too_large: () =>
      "envoi trop volumineux\u00a0: les propriétés d’un événement sont limitées à 1\u202fKo.",
    unknown_site: () =>
      "envoi avec une clé qui n’est celle d’aucun site. Copiez la ligne à nouveau.",
    unauthorized: () => "envoi d’un serveur sans la clé secrète de ce site.",
    do_not_track: () =>
      "envoi d’un navigateur qui demande à ne pas être suivi, ce que ce site respecte. Essayez un autre navigateur, ou changez ce réglage.",
    bot: () =>
      "envoi d’un programme, tel qu’un aperçu ou un outil de surveillance. Ouvrez une page dans un navigateur ordinaire.",
    excluded_ip: () =>
      "envoi depuis une adresse que ce site exclut, peut-être la vôtre. Essayez depuis un autre réseau, ou changez ce réglage.",
    excluded_path: () => "envoi au sujet d’une page que ce site exclut. Ouvrez-en une autre.",
    foreign_origin: ({ domain }) =>
      `envoi depuis une autre adresse que ${domain}. Si vos visiteurs passent aussi par elle, ajoutez son hôte sous «\u202fAutres noms d’hôte\u202f».`,
    foreign_page: ({ domain }) =>
      `envoi au sujet d’une page à une autre adresse que ${domain}. Si vos visiteurs passent aussi par elle, ajoutez son hôte sous «\u202fAutres noms d’hôte\u202f».`,
    malformed: () =>
      "envoi incompréhensible\u00a0: quelque chose le modifie en route. Cherchez une extension ou un proxy qui réécrit les scripts.",
    too_old: () => "envoi arrivé avec plus d’un jour de retard.",
    unstorable: () => "envoi refusé par la base de données. Le journal du serveur en dit plus.",
  },
  checksTitle: "Toujours rien\u202f? Vérifiez ceci\u00a0:",
  checks: {
    published: ({ domain }) =>
      `Ouvrez ${domain} même, comme vos visiteurs, et non l’aperçu d’un éditeur.`,
    source: ({ siteKey }) =>
      `Regardez le code source de la page (Ctrl+U, sur Mac ⌥⌘U) et cherchez-y ${siteKey}. S’il n’y est pas, c’est une ancienne page, ou la ligne est dans un autre modèle.`,
    blocker: () =>
      "Désactivez un instant votre bloqueur de publicité, ou prenez un autre navigateur.",
    host: ({ domain }) =>
      `Le site est-il à une autre adresse que ${domain}\u202f? Ajoutez alors son hôte dans les réglages.`,
  },
};
