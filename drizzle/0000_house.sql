-- The seed's seven tables, the two projections, and what several servers share.
-- Every table that grows is keyed by site_id first: the same SQL runs on one machine or sharded.

create table sites (
  id integer generated always as identity primary key,
  key text not null unique,
  domain text not null unique,
  name text not null,
  hostnames text[] not null default '{}',
  time_zone text not null,
  locale text not null default 'en' check (locale in ('en', 'fr')),
  hash_mode boolean not null default false,
  respect_dnt boolean not null default false,
  count_test_traffic boolean not null default false,
  created_at timestamptz not null default now(),
  archived_at timestamptz
);
--> statement-breakpoint
create table users (
  id integer generated always as identity primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  role text not null check (role in ('admin', 'client')),
  password_hash text not null,
  locale text not null default 'en' check (locale in ('en', 'fr')),
  created_at timestamptz not null default now(),
  last_sign_in_at timestamptz,
  disabled_at timestamptz
);
--> statement-breakpoint
create table user_sites (
  user_id integer not null references users (id) on delete cascade,
  site_id integer not null references sites (id) on delete cascade,
  primary key (user_id, site_id)
);
--> statement-breakpoint
create index user_sites_site on user_sites (site_id);
--> statement-breakpoint
create table sessions (
  id_hash bytea primary key,
  user_id integer not null references users (id) on delete cascade,
  csrf_token text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
--> statement-breakpoint
create index sessions_user on sessions (user_id);
--> statement-breakpoint
create table password_reset_tokens (
  token_hash bytea primary key,
  user_id integer not null references users (id) on delete cascade,
  purpose text not null default 'reset' check (purpose in ('reset', 'invitation')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
--> statement-breakpoint
create index password_reset_tokens_user on password_reset_tokens (user_id);
--> statement-breakpoint
create table audit_logs (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_id integer,
  actor_email text,
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb,
  ip text
);
--> statement-breakpoint
create index audit_logs_at on audit_logs (at desc, id desc);
--> statement-breakpoint
-- Slows down guessing across all servers of one database; the key is a hash of an account or an address.
create table sign_in_failures (
  key bytea primary key,
  failures integer not null,
  last_failed_at timestamptz not null
);
--> statement-breakpoint
-- Small facts of the instance, such as the hash of the set-up token.
create table settings (
  name text primary key,
  value jsonb not null
);
--> statement-breakpoint
create table salts (
  site_id integer not null,
  day date not null,
  salt bytea not null,
  created_at timestamptz not null default now(),
  primary key (site_id, day)
);
--> statement-breakpoint
-- The log: append only, one row for each thing that happened. A heartbeat is an upsert of its view's row.
create table events (
  site_id integer not null,
  day date not null,
  visitor bigint not null,
  id bigint not null,
  ts timestamptz not null,
  last_seen_at timestamptz not null,
  seq integer not null default 0,
  kind text collate "C" not null,
  path text collate "C" not null,
  hostname text collate "C" not null,
  name text collate "C" not null default '',
  target text collate "C" not null default '',
  props jsonb,
  engaged_ms integer not null default 0,
  scroll smallint not null default 0,
  referrer text collate "C" not null default '',
  source text collate "C" not null default '',
  channel text collate "C" not null default '',
  utm_source text collate "C" not null default '',
  utm_medium text collate "C" not null default '',
  utm_campaign text collate "C" not null default '',
  utm_term text collate "C" not null default '',
  utm_content text collate "C" not null default '',
  country text collate "C" not null default '',
  region text collate "C" not null default '',
  city text collate "C" not null default '',
  device text collate "C" not null default '',
  browser text collate "C" not null default '',
  browser_version text collate "C" not null default '',
  os text collate "C" not null default '',
  os_version text collate "C" not null default '',
  language text collate "C" not null default '',
  screen text collate "C" not null default '',
  primary key (site_id, day, visitor, id)
) partition by range (day);
--> statement-breakpoint
-- The outbox: visitor-days whose events changed and whose visits are to be computed anew.
create table pending (
  site_id integer not null,
  day date not null,
  visitor bigint not null
);
--> statement-breakpoint
create table visits (
  site_id integer not null,
  day date not null,
  visitor bigint not null,
  visit_no smallint not null,
  started_at timestamptz not null,
  last_seen_at timestamptz not null,
  pageviews integer not null,
  events integer not null,
  engaged_ms integer not null,
  paths text[] collate "C" not null,
  views integer[] not null,
  entry_path text collate "C" not null,
  exit_path text collate "C" not null,
  hostname text collate "C" not null,
  referrer text collate "C" not null,
  source text collate "C" not null,
  channel text collate "C" not null,
  utm_source text collate "C" not null,
  utm_medium text collate "C" not null,
  utm_campaign text collate "C" not null,
  utm_term text collate "C" not null,
  utm_content text collate "C" not null,
  country text collate "C" not null,
  region text collate "C" not null,
  city text collate "C" not null,
  device text collate "C" not null,
  browser text collate "C" not null,
  browser_version text collate "C" not null,
  os text collate "C" not null,
  os_version text collate "C" not null,
  language text collate "C" not null,
  screen text collate "C" not null,
  primary key (site_id, day, visitor, visit_no)
) partition by range (day);
--> statement-breakpoint
-- Site days whose visits changed and whose daily rows are to be computed anew.
create table stale_days (
  site_id integer not null,
  day date not null,
  primary key (site_id, day)
);
--> statement-breakpoint
create table daily (
  site_id integer not null,
  day date not null,
  dimension text collate "C" not null,
  value text collate "C" not null,
  visitors integer not null,
  visits integer not null,
  pageviews integer not null,
  bounces integer not null,
  engaged_ms bigint not null,
  events integer not null,
  primary key (site_id, dimension, day, value)
);
