import { plural } from "#views/messages/plural.ts";

/** What `doctor` and the system page say of the server: what it is, and what to do. */
export const doctor = {
  title: "Checks",
  about: "The same as the command tracker-analytics doctor.",
  allWell: "All is well.",
  well: ({ count }: { count: number }) =>
    `${count} ${plural("en", count, { one: "check is", other: "checks are" })} well`,
  states: { ok: "Well", hint: "Hint", warning: "Warning", failure: "Failure" },
  names: {
    server: "Server",
    database: "Database",
    migrations: "Upgrade",
    sync: "Writing",
    disk: "Disk",
    clock: "Clock",
    address: "Address",
    certificate: "Certificate",
    visitors: "Visitors’ addresses",
    mail: "Mails",
    places: "Country database",
    spool: "Spool",
    counting: "Counting",
    jobs: "Jobs",
    backup: "Backup",
    retention: "Retention",
    limits: "Limits",
    user: "User",
  },
  reasons: {
    timeout: "no answer in time",
    refused: "the connection is refused",
    name: "the name is unknown or nothing answers there",
    expired: "it has expired",
    otherName: "it is for another name",
    unknownIssuer: "nobody known has issued it",
  },
  server: {
    runs: ({ version, time }: { version: string; time: string }) =>
      `Version ${version} runs, for ${time} now.`,
    missing: "No server answers on this machine, so what only it knows is left out.",
    missingTodo: "Start it, or name its port with --port.",
    other: ({ version, own }: { version: string; own: string }) =>
      `The server runs version ${version}, and this program is ${own}.`,
    otherTodo: "Restart the server to have it run the version that is installed.",
  },
  database: {
    open: ({ version, size }: { version: string; size: string }) =>
      `PostgreSQL ${version} answers; it holds ${size}.`,
    none: "There is no database yet.",
    noneTodo: "It is made when the server is started for the first time.",
    unseen: "The server has its database elsewhere than this command was told.",
    unseenTodo: "Run it with the server’s own environment, where DATABASE_URL is set.",
    failed: ({ why }: { why: string }) => `It cannot be used: ${why}`,
    failedTodo: "See that PostgreSQL runs and that DATABASE_URL or DATA_DIR is right.",
    away: "It does not take events at present; they are kept in the spool.",
    awayTodo: "See whether PostgreSQL runs and its disk has room; the events follow by themselves.",
    busy: ({ taken, max, ours }: { taken: string; max: string; ours: string }) =>
      `${taken} of its ${max} connections are taken, ${ours} of them by us.`,
    busyTodo: "Raise max_connections of PostgreSQL, or have fewer programs use it.",
  },
  migrations: {
    done: "The tables are those of this version.",
    pending: ({ count }: { count: string }) =>
      `Changes to the tables that are still to be made: ${count}.`,
    pendingTodo: "tracker-analytics migrate --check says how long it takes; a start does it.",
  },
  sync: {
    fast: ({ time }: { time: string }) => `A write is safe on the disk after ${time}.`,
    slow: ({ time }: { time: string }) =>
      `A write is safe on the disk only after ${time}, and each event waits for one.`,
    slowTodo: "Put DATA_DIR on a faster disk, and on no network share.",
  },
  disk: {
    free: ({ folder, free }: { folder: string; free: string }) => `${folder}: ${free} free.`,
    short: ({ folder, free, share }: { folder: string; free: string; share: string }) =>
      `${folder}: only ${free} free, ${share} of the disk.`,
    full: ({ folder, free }: { folder: string; free: string }) =>
      `${folder}: nearly full, ${free} left.`,
    todo: "Make room, give it a larger disk, or keep less with RETENTION_MONTHS.",
    noPrograms: ({ folder, free }: { folder: string; free: string }) =>
      `${folder}: only ${free} free, too little for the PostgreSQL of another version.`,
    noProgramsTodo: "Make room there before you upgrade, or set it to another folder.",
  },
  clock: {
    right: "Our clock agrees with the others.",
    database: ({ time }: { time: string }) =>
      `Our clock and that of the database are ${time} apart.`,
    network: ({ time }: { time: string }) =>
      `Our clock and that of whoever answers at PUBLIC_URL are ${time} apart.`,
    todo: "Have both machines set their clocks by the network (NTP).",
  },
  address: {
    reached: ({ url }: { url: string }) => `${url} leads to this server.`,
    unset: "PUBLIC_URL is not set: links are made from each request, and any host name is taken.",
    unsetTodo: "Set it to the address that people type, such as https://stats.example.com.",
    unreached: ({ url, why }: { url: string; why: string }) =>
      `${url} cannot be reached from this machine: ${why}.`,
    unreachedTodo:
      "See that the name leads here and the proxy runs. Some networks cannot reach themselves from inside; then try from elsewhere.",
    refused: ({ url, status }: { url: string; status: string }) =>
      `${url} is answered by status ${status}, and not by this server.`,
    other: ({ url }: { url: string }) => `${url} leads to another server, or to another database.`,
    otherTodo: "See where the name leads, and what the proxy in front passes on to.",
    unsure: ({ url }: { url: string }) =>
      `${url} answers; whether it leads here cannot be told without the database.`,
    unnamed: ({ url }: { url: string }) =>
      `${url} leads to a server of ours, whose database was too slow to tell whether it is this one.`,
    plain: ({ url }: { url: string }) =>
      `${url} is not encrypted: passwords and sessions can be read on the way.`,
    plainTodo: "Let a proxy end TLS, and set PUBLIC_URL to its https address.",
  },
  certificate: {
    valid: ({ day }: { day: string }) => `Valid until ${day}.`,
    ending: ({ day }: { day: string }) => `Valid only until ${day}.`,
    endingTodo: "See why the proxy has not renewed it.",
    invalid: ({ why }: { why: string }) => `Browsers refuse it: ${why}.`,
    invalidTodo: "Have the proxy get one for the name of PUBLIC_URL.",
    unread: ({ why }: { why: string }) => `It could not be read: ${why}.`,
  },
  visitors: {
    few: "Too few visitors yet to tell whether they keep their own addresses.",
    many: ({ count }: { count: string }) =>
      `The last ${count} messages come from many addresses, as visitors do.`,
    one: ({ share, count, address }: { share: string; count: string; address: string }) =>
      `${share} of the last ${count} messages come from one address, ${address}.`,
    private: ({ share, count }: { share: string; count: string }) =>
      `${share} of the last ${count} messages come from private addresses.`,
    cloudflare: ({ share, count }: { share: string; count: string }) =>
      `${share} of the last ${count} messages come from addresses of Cloudflare.`,
    ignored: ({ share, count }: { share: string; count: string }) =>
      `${share} of the last ${count} messages had an X-Forwarded-For that was not believed.`,
    set: ({ value }: { value: string }) =>
      `Set TRUSTED_PROXIES=${value}, or all visitors are one and share one limit. If they really are all in one place, all is well.`,
    untold:
      "No X-Forwarded-For tells whose they are: have the proxy in front send it. Where there is none Docker may hide visitors; “Docker” in docs/install.md says what helps. If they really are all in one place, all is well.",
    setAndKeep: ({ value }: { value: string }) =>
      `If visitors come through Cloudflare, set TRUSTED_PROXIES=${value}, and have the proxy between pass on the X-Forwarded-For that Cloudflare sends (trusted_proxies of Caddy).`,
    keep: "Have the proxy between Cloudflare and this server pass on the X-Forwarded-For that Cloudflare sends (trusted_proxies of Caddy).",
    own: "If that is a proxy of yours, name it in TRUSTED_PROXIES. Name no other: whoever has that address could pass for any visitor.",
    reader:
      "On a small site that may be one reader, and all is well. If it is a proxy of yours, have it send X-Forwarded-For, and name it in TRUSTED_PROXIES.",
    name: "Name the proxies in TRUSTED_PROXIES, or all visitors seem to come from them.",
  },
  mail: {
    by: ({ carrier, waiting }: { carrier: string; waiting: string }) =>
      `${carrier} takes them; ${waiting} waiting.`,
    unset: "None can be sent: no way is set up.",
    unsetTodo: "Set SMTP_URL or RESEND_API_KEY, and MAIL_FROM.",
    failed: ({ failed }: { failed: string }) => `${failed} could not be sent in the last 30 days.`,
    failedTodo: "The page Mails says why; doctor --mail ADDRESS sends a test.",
    taken: ({ address }: { address: string }) => `The test to ${address} was taken.`,
    refused: ({ address, why }: { address: string; why: string }) =>
      `The test to ${address} was not sent: ${why}`,
    refusedTodo: "See what the mail server says, and what is set for it.",
    untried: ({ address, carrier }: { address: string; carrier: string }) =>
      `No test was sent to ${address}: ${carrier} is set for the server, and not for this command.`,
    untriedTodo:
      "Run it with the server’s own environment, where SMTP_URL or RESEND_API_KEY is set.",
  },
  places: {
    recent: ({ name, day }: { name: string; day: string }) => `${name}, of ${day}.`,
    old: ({ name, day }: { name: string; day: string }) => `${name} is old: of ${day}.`,
    builtInTodo: "Install a newer version, which brings a newer one.",
    ownTodo: "Replace the file of GEOIP_FILE by a newer one and restart.",
  },
  spool: {
    empty: "Empty.",
    waiting: ({ size, time }: { size: string; time: string }) =>
      `${size} wait for the database, for ${time} now.`,
    waitingTodo: "They follow by themselves once the database takes events again.",
    full: "It takes nothing more: events are refused.",
    fullTodo: "Bring the database back, make room on the disk, or raise SPOOL_MAX_BYTES.",
    broken: ({ count }: { count: string }) =>
      `Broken records that were set aside in the file spool/broken: ${count}.`,
    brokenTodo: "Check the disk: records break when it loses what was written.",
  },
  counting: {
    now: "What was collected is counted.",
    late: ({ time, count }: { time: string; count: string }) =>
      `Visitors who wait to be counted: ${count}, the oldest for ${time}.`,
    lateTodo: "See the log for why counting has paused, and whether the machine is at its limit.",
  },
  jobs: {
    ran: "Each has run when it should.",
    failed: ({ job, why }: { job: string; why: string }) => `“${job}” has failed: ${why}`,
    failedTodo: "It is tried again by itself; the log says more.",
    late: ({ job, time }: { job: string; time: string }) =>
      `“${job}” should have run long ago; the last time was ${time} ago.`,
    lateTodo: "Restart the server; if it stays so, see the log.",
  },
  backup: {
    recent: ({ time }: { time: string }) => `The newest is ${time} old.`,
    unset: "None is made by night.",
    unsetTodo: "Set BACKUP_DIR to a folder on another disk.",
    none: "BACKUP_DIR holds none yet.",
    old: ({ time }: { time: string }) => `The newest is ${time} old.`,
    todo: "See whether the server may write to BACKUP_DIR, and whether the job “backup” has failed.",
  },
  retention: {
    months: ({ months }: { months: string }) => `What is older than ${months} months is deleted.`,
    forever: "Everything is kept for ever.",
    foreverTodo:
      "Set RETENTION_MONTHS: 25 months compare two years, and hold what privacy asks for.",
  },
  limits: {
    enough: ({ open, max, memory }: { open: string; max: string; memory: string }) =>
      `${open} of ${max} files are open; it takes ${memory} of memory.`,
    files: ({ open, max }: { open: string; max: string }) => `${open} of ${max} files are open.`,
    filesTodo: "Raise the limit: LimitNOFILE in the systemd unit, or ulimit -n.",
    fewFiles: ({ max }: { max: string }) =>
      `Only ${max} files and connections may be open at once.`,
    memory: ({ memory, all }: { memory: string; all: string }) =>
      `The server takes ${memory} of the ${all} of this machine.`,
    memoryTodo: "Give it more memory, or restart it; tell us if it grows again.",
  },
  user: {
    own: "The server does not run as root.",
    root: "The server runs as root.",
    rootTodo: "Give it a system user of its own, as the systemd unit and the image do.",
  },
};
