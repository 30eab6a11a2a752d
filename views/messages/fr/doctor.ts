import type { Messages } from "#views/messages/catalogue.ts";
import { plural } from "#views/messages/plural.ts";

export const doctor: Messages["doctor"] = {
  title: "Contrôles",
  about: "Les mêmes qu’avec la commande tracker-analytics doctor.",
  allWell: "Tout va bien.",
  well: ({ count }) =>
    `${count}\u00a0${plural("fr", count, { one: "contrôle est bon", other: "contrôles sont bons" })}`,
  states: { ok: "Bon", hint: "Conseil", warning: "Avertissement", failure: "Panne" },
  names: {
    server: "Serveur",
    database: "Base de données",
    migrations: "Mise à niveau",
    sync: "Écriture",
    disk: "Disque",
    clock: "Horloge",
    address: "Adresse",
    certificate: "Certificat",
    visitors: "Adresses des visiteurs",
    mail: "E-mails",
    places: "Base des pays",
    spool: "File d’attente",
    counting: "Comptage",
    jobs: "Tâches",
    backup: "Sauvegarde",
    retention: "Conservation",
    limits: "Limites",
    user: "Utilisateur",
  },
  reasons: {
    timeout: "pas de réponse à temps",
    refused: "la connexion est refusée",
    name: "le nom est inconnu ou rien n’y répond",
    expired: "il a expiré",
    otherName: "il est établi pour un autre nom",
    unknownIssuer: "aucune autorité connue ne l’a délivré",
  },
  server: {
    runs: ({ version, time }) => `La version ${version} est en marche depuis ${time}.`,
    missing:
      "Aucun serveur ne répond sur cette machine\u00a0: ce que lui seul sait n’est pas contrôlé.",
    missingTodo: "Démarrez-le, ou indiquez son port avec --port.",
    other: ({ version, own }) =>
      `Le serveur est en version ${version}, et ce programme en version ${own}.`,
    otherTodo: "Redémarrez le serveur pour qu’il passe à la version installée.",
  },
  database: {
    open: ({ version, size }) => `PostgreSQL ${version} répond\u202f; elle occupe ${size}.`,
    none: "Il n’y a pas encore de base de données.",
    noneTodo: "Elle est créée au premier démarrage du serveur.",
    unseen: "La base de données du serveur n’est pas celle qui a été indiquée à cette commande.",
    unseenTodo:
      "Lancez-la avec les variables d’environnement du serveur, où DATABASE_URL est défini.",
    failed: ({ why }) => `Elle ne peut pas être utilisée\u00a0: ${why}`,
    failedTodo: "Vérifiez que PostgreSQL est en marche et que DATABASE_URL ou DATA_DIR est juste.",
    away: "Elle ne prend pas d’événements en ce moment\u202f; ils sont gardés dans la file d’attente.",
    awayTodo:
      "Vérifiez que PostgreSQL est en marche et que son disque a de la place\u202f; les événements suivront d’eux-mêmes.",
    busy: ({ taken, max, ours }) =>
      `${taken}\u00a0de ses ${max}\u00a0connexions sont prises, dont ${ours}\u00a0par nous.`,
    busyTodo:
      "Augmentez max_connections de PostgreSQL, ou limitez le nombre de programmes qui l’utilisent.",
  },
  migrations: {
    done: "Les tables sont celles de cette version.",
    pending: ({ count }) => `Modifications des tables encore à faire\u00a0: ${count}.`,
    pendingTodo:
      "tracker-analytics migrate --check dit combien de temps il faut\u202f; un démarrage s’en charge.",
  },
  sync: {
    fast: ({ time }) => `Une écriture est sûre sur le disque après ${time}.`,
    slow: ({ time }) =>
      `Une écriture n’est sûre sur le disque qu’après ${time}, et chaque événement en attend une.`,
    slowTodo: "Placez DATA_DIR sur un disque plus rapide, et jamais sur un partage réseau.",
  },
  disk: {
    free: ({ folder, free }) => `${folder}\u00a0: ${free} libres.`,
    short: ({ folder, free, share }) =>
      `${folder}\u00a0: seulement ${free} libres, ${share} du disque.`,
    full: ({ folder, free }) => `${folder}\u00a0: presque plein, il reste ${free}.`,
    todo: "Faites de la place, prévoyez un plus grand disque, ou conservez moins avec RETENTION_MONTHS.",
    noPrograms: ({ folder, free }) =>
      `${folder}\u00a0: seulement ${free} libres, trop peu pour le PostgreSQL d’une autre version.`,
    noProgramsTodo:
      "Faites-y de la place avant la mise à niveau, ou indiquez-lui un autre dossier.",
  },
  clock: {
    right: "Notre horloge est d’accord avec les autres.",
    database: ({ time }) => `Notre horloge et celle de la base de données ont ${time} d’écart.`,
    network: ({ time }) =>
      `Notre horloge et celle de la machine qui répond à PUBLIC_URL ont ${time} d’écart.`,
    todo: "Réglez les horloges des deux machines par le réseau (NTP).",
  },
  address: {
    reached: ({ url }) => `${url} mène à ce serveur.`,
    unset:
      "PUBLIC_URL n’est pas défini\u00a0: les liens sont faits d’après chaque requête, et tout nom d’hôte est accepté.",
    unsetTodo: "Donnez-lui l’adresse que l’on saisit, par exemple https://stats.example.com.",
    unreached: ({ url, why }) =>
      `${url} ne peut pas être joint depuis cette machine\u00a0: ${why}.`,
    unreachedTodo:
      "Vérifiez que le nom mène ici et que le proxy est en marche. Certains réseaux ne se joignent pas eux-mêmes de l’intérieur\u202f; essayez alors d’ailleurs.",
    refused: ({ url, status }) =>
      `${url} répond par le statut ${status}, et ce n’est pas ce serveur qui répond.`,
    other: ({ url }) => `${url} mène à un autre serveur, ou à une autre base de données.`,
    otherTodo: "Vérifiez où mène le nom, et à quoi le proxy placé devant transmet.",
    unsure: ({ url }) =>
      `${url} répond\u202f; sans la base de données, impossible de dire si cette adresse mène ici.`,
    unnamed: ({ url }) =>
      `${url} mène à l’un de nos serveurs, mais sa base de données a été trop lente pour dire si c’est celui-ci.`,
    plain: ({ url }) =>
      `${url} n’est pas chiffré\u00a0: mots de passe et sessions peuvent être lus en chemin.`,
    plainTodo: "Confiez le TLS à un proxy, et donnez à PUBLIC_URL son adresse en https.",
  },
  certificate: {
    valid: ({ day }) => `Valable jusqu’au ${day}.`,
    ending: ({ day }) => `Valable seulement jusqu’au ${day}.`,
    endingTodo: "Cherchez pourquoi le proxy ne l’a pas renouvelé.",
    invalid: ({ why }) => `Les navigateurs le refusent\u00a0: ${why}.`,
    invalidTodo: "Faites obtenir par le proxy un certificat pour le nom de PUBLIC_URL.",
    unread: ({ why }) => `Il n’a pas pu être lu\u00a0: ${why}.`,
  },
  visitors: {
    few: "Encore trop peu de visiteurs pour dire s’ils gardent leur propre adresse.",
    many: ({ count }) =>
      `Les ${count}\u00a0derniers messages viennent de nombreuses adresses, comme des visiteurs.`,
    one: ({ share, count, address }) =>
      `${share} des ${count}\u00a0derniers messages viennent d’une seule adresse, ${address}.`,
    private: ({ share, count }) =>
      `${share} des ${count}\u00a0derniers messages viennent d’adresses privées.`,
    cloudflare: ({ share, count }) =>
      `${share} des ${count}\u00a0derniers messages viennent d’adresses de Cloudflare.`,
    ignored: ({ share, count }) =>
      `${share} des ${count}\u00a0derniers messages avaient un X-Forwarded-For qui n’a pas été cru.`,
    set: ({ value }) =>
      `Définissez TRUSTED_PROXIES=${value}, sinon tous les visiteurs n’en font qu’un et partagent une seule limite. S’ils sont vraiment tous au même endroit, tout va bien.`,
    untold:
      "Aucun X-Forwarded-For ne dit de qui ils viennent\u00a0: le proxy placé devant doit l’envoyer. S’il n’y en a pas, Docker cache peut-être les visiteurs\u202f; «\u202fDocker\u202f» dans docs/install.md dit que faire. S’ils sont vraiment tous au même endroit, tout va bien.",
    setAndKeep: ({ value }) =>
      `Si les visiteurs passent par Cloudflare, définissez TRUSTED_PROXIES=${value}, et réglez le proxy intermédiaire pour qu’il transmette le X-Forwarded-For envoyé par Cloudflare (trusted_proxies de Caddy).`,
    keep: "Réglez le proxy placé entre Cloudflare et ce serveur pour qu’il transmette le X-Forwarded-For envoyé par Cloudflare (trusted_proxies de Caddy).",
    own: "Si c’est l’un de vos proxys, indiquez-le dans TRUSTED_PROXIES. N’en indiquez pas d’autre\u00a0: qui a cette adresse pourrait se faire passer pour n’importe quel visiteur.",
    reader:
      "Sur un petit site, c’est peut-être un seul lecteur, et tout va bien. Si c’est l’un de vos proxys, faites-lui envoyer X-Forwarded-For, et indiquez-le dans TRUSTED_PROXIES.",
    name: "Indiquez les proxys dans TRUSTED_PROXIES, sinon tous les visiteurs semblent venir d’eux.",
  },
  mail: {
    by: ({ carrier, waiting }) => `${carrier} les prend\u202f; ${waiting}\u00a0en attente.`,
    unset: "Aucun ne peut être envoyé\u00a0: aucun moyen n’est configuré.",
    unsetTodo: "Définissez SMTP_URL ou RESEND_API_KEY, et MAIL_FROM.",
    failed: ({ failed }) => `${failed}\u00a0n’ont pas pu être envoyés ces 30\u00a0derniers jours.`,
    failedTodo: "La page E-mails dit pourquoi\u202f; doctor --mail ADRESSE envoie un essai.",
    taken: ({ address }) => `L’essai pour ${address} a été pris.`,
    refused: ({ address, why }) => `L’essai pour ${address} n’a pas été envoyé\u00a0: ${why}`,
    refusedTodo: "Lisez ce que dit le serveur de messagerie, et ce qui est configuré pour lui.",
    untried: ({ address, carrier }) =>
      `Aucun essai n’a été envoyé à ${address}\u00a0: ${carrier} est configuré pour le serveur, mais pas pour cette commande.`,
    untriedTodo:
      "Lancez-la avec les variables d’environnement du serveur, où SMTP_URL ou RESEND_API_KEY est défini.",
  },
  places: {
    recent: ({ name, day }) => `${name}, du ${day}.`,
    old: ({ name, day }) => `${name} est ancienne\u00a0: du ${day}.`,
    builtInTodo: "Installez une version plus récente, qui en apporte une plus récente.",
    ownTodo: "Remplacez le fichier de GEOIP_FILE par un plus récent et redémarrez.",
  },
  spool: {
    empty: "Vide.",
    waiting: ({ size, time }) => `${size} attendent la base de données, depuis ${time}.`,
    waitingTodo: "Ils suivront d’eux-mêmes quand elle prendra de nouveau les événements.",
    full: "Elle ne prend plus rien\u00a0: les événements sont refusés.",
    fullTodo:
      "Rétablissez la base de données, faites de la place sur le disque, ou augmentez SPOOL_MAX_BYTES.",
    broken: ({ count }) =>
      `Enregistrements abîmés mis de côté dans le fichier spool/broken\u00a0: ${count}.`,
    brokenTodo:
      "Contrôlez le disque\u00a0: un enregistrement s’abîme quand ce qui est écrit se perd.",
  },
  counting: {
    now: "Ce qui a été collecté est compté.",
    late: ({ time, count }) =>
      `Visiteurs en attente de comptage\u00a0: ${count}, le plus ancien depuis ${time}.`,
    lateTodo:
      "Le journal dit pourquoi le comptage est suspendu\u202f; voyez aussi si la machine est à sa limite.",
  },
  jobs: {
    ran: "Chacune a tourné quand il le fallait.",
    failed: ({ job, why }) => `«\u202f${job}\u202f» a échoué\u00a0: ${why}`,
    failedTodo: "Un nouvel essai suit de lui-même\u202f; le journal en dit plus.",
    late: ({ job, time }) =>
      `«\u202f${job}\u202f» aurait dû tourner depuis longtemps\u202f; la dernière fois remonte à ${time}.`,
    lateTodo: "Redémarrez le serveur\u202f; si cela continue, voyez le journal.",
  },
  backup: {
    recent: ({ time }) => `La plus récente date d’il y a ${time}.`,
    unset: "Aucune n’est faite la nuit.",
    unsetTodo: "Donnez à BACKUP_DIR un dossier sur un autre disque.",
    none: "BACKUP_DIR n’en contient encore aucune.",
    old: ({ time }) => `La plus récente date déjà d’il y a ${time}.`,
    todo: "Vérifiez que le serveur a le droit d’écrire dans BACKUP_DIR, et que la tâche «\u202fbackup\u202f» n’a pas échoué.",
  },
  retention: {
    months: ({ months }) => `Ce qui a plus de ${months}\u00a0mois est supprimé.`,
    forever: "Tout est conservé pour toujours.",
    foreverTodo:
      "Définissez RETENTION_MONTHS\u00a0: 25\u00a0mois permettent de comparer deux années et respectent la vie privée.",
  },
  limits: {
    enough: ({ open, max, memory }) =>
      `${open}\u00a0fichiers ouverts sur ${max}\u202f; le serveur occupe ${memory} de mémoire.`,
    files: ({ open, max }) => `${open}\u00a0fichiers sont ouverts sur ${max}.`,
    filesTodo: "Relevez la limite\u00a0: LimitNOFILE dans l’unité systemd, ou ulimit -n.",
    fewFiles: ({ max }) =>
      `Seulement ${max}\u00a0fichiers et connexions peuvent être ouverts à la fois.`,
    memory: ({ memory, all }) => `Le serveur occupe ${memory} des ${all} de cette machine.`,
    memoryTodo:
      "Donnez-lui plus de mémoire, ou redémarrez-le\u202f; dites-le-nous si elle croît encore.",
  },
  user: {
    own: "Le serveur ne tourne pas en root.",
    root: "Le serveur tourne en root.",
    rootTodo: "Donnez-lui un utilisateur système à lui, comme le font l’unité systemd et l’image.",
  },
};
