import type { Messages } from "#views/messages/catalogue.ts";
import { plural } from "#views/messages/plural.ts";

export const privacy: Messages["privacy"] = {
  title: "Vie privée",
  link: "Ce qui est conservé d’une visite, et un texte pour votre politique de confidentialité",
  about: ({ domain }) =>
    `Ce que ce serveur conserve d’une visite sur ${domain}, pendant combien de temps, et qui peut le lire.`,
  row: {
    title: "Ce qui est conservé d’une visite",
    newest:
      "Voici la dernière page vue de ce site, telle qu’elle figure dans la base de données, champ par champ.",
    madeUp:
      "Il n’y a encore aucune visite\u00a0: cette ligne est inventée. Les vraies ont les mêmes champs.",
    empty: "vide",
    shortened: "(abrégé ici)",
    further:
      "Chaque page vue forme une telle ligne, chaque clic ou formulaire compté une autre. Les visites et les chiffres par jour sont calculés à partir de ces lignes et n’en disent pas plus sur une personne.",
    groups: {
      visit: "Qui et quand",
      page: "La page",
      origin: "D’où vient la visite",
      machine: "Lieu et appareil",
      action: "Ce qui a été fait",
    },
  },
  columns: {
    site_id: { name: "Site", means: "Le numéro de ce site sur ce serveur." },
    day: { name: "Jour", means: "La date, selon le fuseau horaire du site." },
    visitor: {
      name: "Visiteur",
      means:
        "Un nombre de 64\u00a0bits, valable un jour et pour ce seul site. Il tient lieu de nom\u202f; plus bas, vous lirez comment il est obtenu.",
    },
    id: {
      name: "Ligne",
      means: "Un nombre aléatoire propre à cette page vue, pour que rien ne soit compté deux fois.",
    },
    ts: { name: "Début", means: "Le moment où la page a été ouverte, en heure UTC." },
    last_seen_at: {
      name: "Dernier signe de vie",
      means: "Le dernier moment où la page était utilisée, en heure UTC.",
    },
    seq: {
      name: "Message",
      means: "Le numéro du dernier message au sujet de cette vue, à partir de 0.",
    },
    kind: {
      name: "Nature",
      means: "Une page vue, un clic, un formulaire ou un événement du site.",
    },
    hostname: { name: "Hôte", means: "Le nom d’hôte de la page." },
    path: {
      name: "Page",
      means:
        "L’adresse de la page, sans ce qui suit le point d’interrogation. Les adresses e-mail et les longs codes aléatoires y sont masqués.",
    },
    engaged_ms: {
      name: "Temps",
      means: "Le temps où la page était au premier plan et utilisée, en millièmes de seconde.",
    },
    scroll: { name: "Profondeur", means: "Jusqu’où la page a été parcourue, en pour cent." },
    referrer: {
      name: "Référent",
      means: "La page d’où vient le visiteur\u00a0: hôte et chemin, sans la suite.",
    },
    source: { name: "Source", means: "Le nom de cette provenance, par exemple Google." },
    channel: {
      name: "Canal",
      means: "Le type de source, par exemple moteur de recherche ou réseau social.",
    },
    utm_source: {
      name: "Source de campagne",
      means: "Ce que le lien dit de lui-même\u00a0: utm_source.",
    },
    utm_medium: { name: "Support de campagne", means: "De même\u00a0: utm_medium." },
    utm_campaign: { name: "Campagne", means: "De même\u00a0: utm_campaign." },
    utm_term: { name: "Terme de campagne", means: "De même\u00a0: utm_term." },
    utm_content: { name: "Contenu de campagne", means: "De même\u00a0: utm_content." },
    country: {
      name: "Pays",
      means: "Cherché dans une base de ce serveur d’après l’adresse IP, qui n’est pas conservée.",
    },
    region: { name: "Région", means: "De même\u202f; vide si la base ne connaît que les pays." },
    city: { name: "Ville", means: "De même\u202f; vide si la base ne connaît que les pays." },
    device: {
      name: "Appareil",
      means: "Ordinateur, téléphone, tablette, télévision ou console de jeu.",
    },
    browser: {
      name: "Navigateur",
      means: "Son nom, et non tout le texte par lequel il se présente.",
    },
    browser_version: { name: "Version du navigateur", means: "Seulement le premier nombre." },
    os: { name: "Système", means: "Le nom du système d’exploitation." },
    os_version: { name: "Version du système", means: "Seulement le premier nombre." },
    language: {
      name: "Langue",
      means: "La première que le navigateur demande, sans le pays.",
    },
    screen: {
      name: "Écran",
      means:
        "Sa taille. Elle n’est pas demandée\u00a0: seules les visites inventées d’une démonstration en ont une.",
    },
    name: {
      name: "Nom",
      means: "Pour une action\u00a0: le nom du formulaire, du bouton ou de l’événement.",
    },
    target: {
      name: "Cible",
      means: "Pour un clic\u00a0: l’adresse, le numéro de téléphone ou le fichier où mène le lien.",
    },
    props: {
      name: "Propriétés",
      means:
        "Pour un clic sur un bouton marqué, son texte (label) et sa destination (url), ainsi que ce que le site ajoute à ses propres événements. Ces ajouts sont conservés tels quels\u00a0: n’envoyez jamais de nom, d’adresse ni rien d’autre sur une personne.",
    },
  },
  not: {
    title: "Ce qui n’est pas conservé",
    items: [
      "Les adresses IP, ni entières, ni tronquées, ni hachées sans sel. Une adresse sert le temps de répondre à un message. En mémoire seulement, le serveur en garde des empreintes à clé aléatoire\u00a0: pour limiter le nombre de messages qu’une adresse peut envoyer en dix secondes et, pour les 2\u202f000\u00a0derniers messages, pour remarquer un proxy qui masque les visiteurs. Quand plus de la moitié de ces messages viennent d’une seule adresse, par au moins cinq navigateurs, il garde aussi cette adresse et la montre à qui gère le serveur.",
      "Le texte complet par lequel un navigateur se présente.",
      "Ce qui suit le point d’interrogation dans une adresse, sauf les paramètres de campagne (utm_…, ref, source).",
      "Ce que les visiteurs saisissent dans les formulaires.",
      "Les noms, les adresses e-mail et les comptes des visiteurs.",
      "Les positions, les empreintes du navigateur (canvas, polices, extensions), les mouvements de la souris, les enregistrements d’écran.",
    ],
  },
  key: {
    title: "Comment les visiteurs sont distingués",
    about:
      "Le nombre qui désigne un visiteur est le début d’une empreinte SHA-256 de quatre éléments\u00a0: un sel aléatoire propre au site et au jour, le site, l’adresse IP et ce que le navigateur dit de lui-même. Une personne qui revient le même jour a le même nombre\u202f; le lendemain, ou sur tout autre site, elle en a un autre.",
    destroyed:
      "Le sel est détruit dans les 48\u00a0heures qui suivent le début de son jour. Dès lors, personne ne peut savoir à qui était ce nombre, même en essayant toutes les adresses\u00a0: ni nous, ni un voleur de la base de données.",
    elsewhere:
      "La base de ce serveur se trouve dans un autre PostgreSQL (DATABASE_URL), dont ce serveur ne peut pas effacer le journal\u00a0: le sel ne disparaît de ce journal, de ses archives et de ses réplicas que lorsque la personne qui gère ce PostgreSQL les a supprimés. Veillez à ce que ce soit fait dans les deux jours, ou corrigez ce que le texte ci-dessous en dit.",
    none: "Il n’existe aucun sel de ce site en ce moment\u00a0: aucun visiteur des deux derniers jours ne peut être reconnu.",
    exists: "Voici les sels qui existent en ce moment\u00a0:",
    ends: ({ day, at }) => `${day}\u00a0: détruit le ${at}.`,
    zone: ({ zone }) => `À l’horloge du site (${zone}), à dix minutes près.`,
    device:
      "Aucun cookie n’est déposé et rien n’est enregistré sur l’appareil du visiteur, sauf s’il s’oppose à la mesure\u00a0: ce choix y est alors gardé.",
  },
  kept: {
    title: "Combien de temps",
    months: ({ count }) =>
      `Les lignes d’une visite sont conservées ${count}\u00a0${plural("fr", count, { one: "mois entier", other: "mois entiers" })} en plus du mois en cours, puis supprimées définitivement, avec tout ce qui en a été calculé.`,
    since: ({ date }) => `Aujourd’hui, cela veut dire qu’il ne reste rien d’antérieur au ${date}.`,
    ever: "Tout est conservé sans limite.",
    rows: ({ count }) =>
      `Les lignes d’une visite sont conservées ${count}\u00a0${plural("fr", count, { one: "mois entier", other: "mois entiers" })} en plus du mois en cours, puis supprimées définitivement.`,
    sinceRows: ({ date }) =>
      `Aujourd’hui, cela veut dire qu’il ne reste aucune ligne antérieure au ${date}.`,
    figures: ({ count }) =>
      `Ce qui en a été calculé, sans le nombre qui désigne un visiteur, est conservé ${count}\u00a0${plural("fr", count, { one: "mois entier", other: "mois entiers" })}.`,
    figuresEver:
      "Ce qui en a été calculé, sans le nombre qui désigne un visiteur, est conservé sans limite.",
    byInstance:
      "C’est la durée que le serveur applique à tous les sites qui n’en fixent pas d’autre.",
    bySite: "C’est la durée fixée pour ce site.",
    toTheDay:
      "La CNIL recommande 25\u00a0mois au plus. Avec le mois en cours, ce site peut les dépasser d’un mois\u202f; avec 24\u00a0mois, il reste en deçà, au jour près.",
    tooLong:
      "La CNIL recommande de ne pas conserver ces données plus de 25\u00a0mois. Ce site les garde plus longtemps et sort ainsi du cadre de son exemption de consentement.",
    forEver:
      "La CNIL recommande de ne pas conserver ces données plus de 25\u00a0mois. Ce site ne fixe aucune limite et sort ainsi du cadre de son exemption de consentement. Le RGPD exige lui aussi une limite, tant que des données concernent des personnes.",
  },
  choice: {
    title: "S’y opposer",
    link: "Placez ce lien dans votre politique de confidentialité. Un visiteur qui le suit n’est plus compté avec ce navigateur\u202f; le même avec #tracker-on rétablit la mesure.",
    label: "Le lien pour s’opposer à la mesure",
    html: ({ href }) => `<a href="${href}">Ne pas compter mes visites</a>`,
    button:
      "Placez ce bouton dans votre politique de confidentialité. Un visiteur qui clique dessus n’est plus compté avec ce navigateur\u202f; tracker.optOut(false) rétablit la mesure. Un lien vers #tracker-off serait ici une page de votre site, puisque ses pages suivent le #.",
    buttonLabel: "Le bouton pour s’opposer à la mesure",
    buttonHtml: ({ call }) =>
      `<button type="button" onclick="${call}">Ne pas compter mes visites</button>`,
    dntOn:
      "Do Not Track et Global Privacy Control sont respectés\u00a0: les visiteurs dont le navigateur le demande ne sont pas comptés\u202f; on sait seulement combien l’ont demandé.",
    dntOff:
      "Do Not Track et Global Privacy Control ne sont pas respectés sur ce site\u202f; les réglages permettent d’en changer.",
  },
  readers: {
    title: "Qui peut le lire",
    admins: ({ count, text }) =>
      `${text}\u00a0${plural("fr", count, { one: "personne qui gère", other: "personnes qui gèrent" })} ce serveur`,
    clients: ({ count, text }) =>
      `${text}\u00a0${plural("fr", count, { one: "personne à qui", other: "personnes à qui" })} ce site a été attribué`,
    reported: ({ count, text }) =>
      `parmi elles, ${text}\u00a0${plural("fr", count, { one: "reçoit", other: "reçoivent" })} des rapports par e-mail, avec des chiffres et sans visites individuelles`,
    addresses: ({ count, text }) =>
      `${text}\u00a0${plural("fr", count, { one: "adresse sans compte, qui reçoit", other: "adresses sans compte, qui reçoivent" })} les mêmes rapports`,
    noMail: "Ce serveur n’envoie pas d’e-mails.",
    nobodyElse: "Rien n’est transmis à d’autres, et aucun autre serveur n’est interrogé.",
  },
  policy: {
    title: "Pour votre politique de confidentialité",
    about:
      "Ce texte suit les réglages actuels de ce site. Complétez ce qui est entre crochets, et reprenez le texte quand vous changez les réglages.",
    inEnglish: "En anglais",
    inFrench: "En français",
  },
  law: {
    title: "Ce que dit la loi",
    designed:
      "Tracker Analytics est conçu pour remplir les conditions auxquelles la CNIL dispense de consentement une mesure d’audience\u00a0: des chiffres pour ce seul site, aucun recoupement avec d’autres données, aucun suivi d’un site à l’autre, des visiteurs informés et qui peuvent s’opposer. C’est une auto-évaluation\u00a0: aucune autorité ne l’a examinée.",
    gdpr: "Tant que le sel d’un jour existe, le nombre qui désigne un visiteur est une donnée pseudonyme, soumise au RGPD. Ensuite, les lignes sont censées être anonymes. Vous êtes responsable du traitement pour votre site\u202f; si quelqu’un d’autre gère ce serveur pour vous, un contrat doit le prévoir (article\u00a028).",
    eprivacy:
      "Sans cookies ne veut pas dire sans règles\u00a0: le script lit ce que le navigateur lui dit, ce qui suppose aussi un consentement dans certains pays. Ce qui vaut pour vous dépend de l’endroit où vous êtes et de ce que vous faites des chiffres. Ceci n’est pas un conseil juridique.",
    more: "En savoir plus sur la loi",
    moreStored: "Ce que les visiteurs peuvent lire à ce sujet",
  },
  text: {
    title: "Mesure d’audience",
    what: ({ domain, host }) =>
      `Pour savoir comment ${domain} est utilisé et l’améliorer, nous mesurons sa fréquentation avec Tracker Analytics. Les données sont traitées sur le serveur ${host}, géré par [nom et coordonnées de l’exploitant], et ne sont transmises à personne d’autre.`,
    cookies:
      "Aucun cookie n’est déposé et rien n’est enregistré sur votre appareil, sauf si vous vous opposez à la mesure.",
    stored: ({ place }) =>
      `De chaque page que vous consultez, nous conservons\u00a0: son adresse (sans paramètres personnels), l’heure, le temps et la profondeur de lecture, la page d’où vous venez, la campagne qu’un lien indique, ${place}, le type de votre appareil, votre navigateur et votre système avec leur version principale, ainsi que votre langue.`,
    country: "votre pays",
    city: "votre pays, votre région et votre ville s’ils sont connus",
    links:
      "Nous comptons aussi les clics sur les liens vers d’autres sites, les numéros de téléphone, les adresses e-mail et les téléchargements, et où ils mènent.",
    forms:
      "Nous comptons aussi le fait qu’un formulaire a été envoyé, et lequel\u202f; jamais ce que vous avez saisi.",
    events:
      "Nous comptons aussi [les boutons et les événements que vous avez marqués ou que vous envoyez vous-même, avec ce que vous y ajoutez\u202f; retirez cette phrase s’il n’y en a pas].",
    key: "Votre adresse IP et ce que votre navigateur dit de lui-même servent à distinguer les visites d’un même jour et à déterminer le lieu, et ne sont pas conservés\u00a0: le nombre qui en résulte dépend d’une valeur aléatoire, détruite dans les 48\u00a0heures. Vous n’êtes reconnu ni un autre jour, ni sur un autre site.",
    months: ({ count }) =>
      `Ces données sont conservées pendant le mois en cours et ${plural("fr", count, { one: "le mois précédent", other: `les ${count}\u00a0mois précédents` })}, puis supprimées.`,
    ever: "Ces données sont conservées sans limite de durée.",
    rows: ({ count }) =>
      `Les pages vues une à une, avec le nombre qui désigne un visiteur, partent plus tôt\u00a0: ne sont conservés que le mois en cours et ${plural("fr", count, { one: "le mois précédent", other: `les ${count}\u00a0mois précédents` })}.`,
    dnt: "Si votre navigateur envoie Do Not Track ou Global Privacy Control, votre visite n’est pas comptée.",
    object: ({ href }) =>
      `Vous pouvez vous opposer à tout moment\u00a0: ouvrez ${href} et ce navigateur ne sera plus compté.`,
    objectByButton:
      "Vous pouvez vous opposer à tout moment avec le bouton [endroit où se trouve le bouton]\u00a0: ce navigateur ne sera alors plus compté.",
    rights:
      "Base légale\u00a0: [par exemple notre intérêt légitime à savoir comment notre site est utilisé]. Pour exercer vos droits d’accès, d’effacement et d’opposition, écrivez à [contact]\u202f; vous pouvez aussi adresser une réclamation à la CNIL ou à l’autorité de votre pays.",
  },
};
