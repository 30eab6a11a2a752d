import {
  bigint,
  boolean,
  customType,
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
  domain: text("domain").notNull().unique(),
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
  createdAt: instant("created_at").notNull().defaultNow(),
  archivedAt: instant("archived_at"),
});

/** Somebody who signs in: an admin, or a client. */
export const users = pgTable("users", {
  id: id(),
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  role: text("role", { enum: ["admin", "client"] }).notNull(),
  passwordHash: text("password_hash").notNull(),
  locale: text("locale", { enum: ["en", "fr"] })
    .notNull()
    .default("en"),
  createdAt: instant("created_at").notNull().defaultNow(),
  lastSignInAt: instant("last_sign_in_at"),
  disabledAt: instant("disabled_at"),
});

/** Which sites a client may see. */
export const userSites = pgTable(
  "user_sites",
  {
    userId: integer("user_id").notNull(),
    siteId: integer("site_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.siteId] })],
);

/** Signed-in browsers, by the SHA-256 of their session id. */
export const sessions = pgTable("sessions", {
  idHash: bytes("id_hash").primaryKey(),
  userId: integer("user_id").notNull(),
  csrfToken: text("csrf_token").notNull(),
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

/** Small facts of the instance, by name. */
export const settings = pgTable("settings", {
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
});
