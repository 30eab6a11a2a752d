import {
  bigint,
  boolean,
  customType,
  date,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";

// The tables that are read and written by key. The log and its projections (events, pending,
// visits, daily, salts) are only ever met in whole-statement SQL; their shape is in drizzle/.

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
});
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
const id = () => integer("id").primaryKey().generatedAlwaysAsIdentity();

/** A web site whose visits are counted. */
export const sites = pgTable("sites", {
  id: id(),
  key: text("key").notNull().unique(),
  /** One site's alone, of those that are not deleted. */
  domain: text("domain").notNull(),
  name: text("name").notNull(),
  hostnames: text("hostnames").array().notNull().default([]),
  timeZone: text("time_zone").notNull(),
  locale: text("locale", { enum: ["en", "fr"] })
    .notNull()
    .default("en"),
  hashMode: boolean("hash_mode").notNull().default(false),
  respectDnt: boolean("respect_dnt").notNull().default(false),
  countTestTraffic: boolean("count_test_traffic").notNull().default(false),
  countLinks: boolean("count_links").notNull().default(true),
  countForms: boolean("count_forms").notNull().default(true),
  excludedIps: text("excluded_ips").array().notNull().default([]),
  excludedPaths: text("excluded_paths").array().notNull().default([]),
  secretHash: bytes("secret_hash"),
  includeSubdomains: boolean("include_subdomains").notNull().default(false),
  /** How many whole months are kept; null is what the instance keeps. */
  retentionMonths: integer("retention_months"),
  /** The first day whose events and visits are kept; of those before there are figures alone. */
  eventsFrom: date("events_from", { mode: "string" }),
  /** Who is sent its reports besides those who sign in. */
  reportEmails: text("report_emails").array().notNull().default([]),
  alertSpike: boolean("alert_spike").notNull().default(false),
  alertDrop: boolean("alert_drop").notNull().default(false),
  alertSilence: boolean("alert_silence").notNull().default(false),
  createdAt: instant("created_at").notNull().defaultNow(),
  /** Set also where `deletedAt` is: what is not counted any more. */
  archivedAt: instant("archived_at"),
  deletedAt: instant("deleted_at"),
});

/** Long work on one site, and how far it is. */
export const siteTasks = pgTable("site_tasks", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  siteId: integer("site_id").notNull(),
  kind: text("kind", { enum: ["delete", "import", "rebuild"] }).notNull(),
  done: integer("done").notNull().default(0),
  total: integer("total").notNull().default(0),
  createdAt: instant("created_at").notNull().defaultNow(),
  startedAt: instant("started_at"),
  finishedAt: instant("finished_at"),
  error: text("error"),
});

/** Somebody who signs in: an admin, or a client. */
export const users = pgTable("users", {
  id: id(),
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  role: text("role", { enum: ["admin", "client"] }).notNull(),
  /** Null until an invitation was accepted. */
  passwordHash: text("password_hash"),
  locale: text("locale", { enum: ["en", "fr"] })
    .notNull()
    .default("en"),
  theme: text("theme", { enum: ["system", "light", "dark"] })
    .notNull()
    .default("system"),
  weeklyMail: boolean("weekly_mail").notNull().default(true),
  monthlyMail: boolean("monthly_mail").notNull().default(true),
  /** The shared secret of the second factor; null without one. */
  totpSecret: bytes("totp_secret"),
  /** The time step of the code that was last taken. */
  totpStep: bigint("totp_step", { mode: "number" }).notNull().default(0),
  requiresTotp: boolean("requires_totp").notNull().default(false),
  createdAt: instant("created_at").notNull().defaultNow(),
  lastSignInAt: instant("last_sign_in_at"),
  disabledAt: instant("disabled_at"),
});

/** What opens the door once without the phone, by its SHA-256. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    userId: integer("user_id").notNull(),
    codeHash: bytes("code_hash").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
);

/** Which sites a client may see, and of which they may change the settings. */
export const userSites = pgTable(
  "user_sites",
  {
    userId: integer("user_id").notNull(),
    siteId: integer("site_id").notNull(),
    canEdit: boolean("can_edit").notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.userId, table.siteId] })],
);

/** Signed-in browsers, by the SHA-256 of their session id. */
export const sessions = pgTable("sessions", {
  idHash: bytes("id_hash").primaryKey(),
  /** What the list of sessions calls it by. */
  id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity(),
  userId: integer("user_id").notNull(),
  csrfToken: text("csrf_token").notNull(),
  /** `code`: the password was right, and the code of the second factor is still to come. */
  stage: text("stage", { enum: ["code", "full"] })
    .notNull()
    .default("full"),
  ip: text("ip"),
  /** Browser and system of whoever signed in, as `Firefox, Windows`. */
  agent: text("agent"),
  /** The secret that it proposes for a second factor. */
  totpOffer: bytes("totp_offer").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
  expiresAt: instant("expires_at").notNull(),
});

/** Links that set a password once, by the SHA-256 of their token. */
export const passwordResetTokens = pgTable("password_reset_tokens", {
  tokenHash: bytes("token_hash").primaryKey(),
  userId: integer("user_id").notNull(),
  purpose: text("purpose", { enum: ["reset", "invitation"] })
    .notNull()
    .default("reset"),
  createdAt: instant("created_at").notNull().defaultNow(),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
});

/** What is sent by mail, until it is. */
export const mails = pgTable("mails", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  kind: text("kind").notNull(),
  /** What it is the only one of, such as the report of a week to an address. */
  uniqueKey: text("unique_key"),
  recipient: text("recipient").notNull(),
  payload: jsonb("payload").notNull().default({}),
  state: text("state", { enum: ["waiting", "sent", "failed", "unknown", "needless"] })
    .notNull()
    .default("waiting"),
  attempts: integer("attempts").notNull().default(0),
  createdAt: instant("created_at").notNull().defaultNow(),
  nextTryAt: instant("next_try_at").notNull().defaultNow(),
  leasedUntil: instant("leased_until"),
  sentAt: instant("sent_at"),
  error: text("error"),
});

/** What an address that nobody signs in with does not want any more. */
export const mailRefusals = pgTable(
  "mail_refusals",
  {
    address: text("address").notNull(),
    kind: text("kind", { enum: ["weekly", "monthly", "alert"] }).notNull(),
    refusedAt: instant("refused_at").notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.address, table.kind] })],
);

/** When a site was last said to be unusual. */
export const siteAlerts = pgTable(
  "site_alerts",
  {
    siteId: integer("site_id").notNull(),
    kind: text("kind", { enum: ["spike", "drop", "silence"] }).notNull(),
    alertedAt: instant("alerted_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.kind] })],
);

/** Who did what to what, when and from where; append only. */
export const auditLogs = pgTable("audit_logs", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  at: instant("at").notNull().defaultNow(),
  actorId: integer("actor_id"),
  actorEmail: text("actor_email"),
  action: text("action").notNull(),
  subject: text("subject").notNull(),
  before: jsonb("before"),
  after: jsonb("after"),
  ip: text("ip"),
});

/** Wrong passwords of late, by a hash of the account or the address. */
export const signInFailures = pgTable("sign_in_failures", {
  key: bytes("key").primaryKey(),
  failures: integer("failures").notNull(),
  lastFailedAt: instant("last_failed_at").notNull(),
});

/** When each job ran last, on whichever server. */
export const jobRuns = pgTable("job_runs", {
  name: text("name").primaryKey(),
  startedAt: instant("started_at").notNull(),
  finishedAt: instant("finished_at"),
  failedAt: instant("failed_at"),
  error: text("error"),
});

/** Small facts of the instance, by name. */
export const settings = pgTable("settings", {
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
});
