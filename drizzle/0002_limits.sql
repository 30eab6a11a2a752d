-- Who and what of a site is not counted, and the key of its servers.
alter table sites
  add column excluded_ips text[] not null default '{}',
  add column excluded_paths text[] not null default '{}',
  add column secret_hash bytea;
--> statement-breakpoint
-- How many messages were not counted, and why. Site 0 stands for keys that no site has.
create table refusals (
  site_id integer not null,
  day date not null,
  reason text collate "C" not null,
  messages bigint not null,
  primary key (site_id, day, reason)
);
--> statement-breakpoint
-- When a server first sent an event under its Idempotency-Key: a retry is the same row, even after midnight.
create table idempotency_keys (
  site_id integer not null,
  key_hash bigint not null,
  first_at timestamptz not null,
  primary key (site_id, key_hash)
);
--> statement-breakpoint
-- The statistics of a column hold values of it, and these must not outlive their row.
alter table salts alter column salt set statistics 0;
--> statement-breakpoint
alter table salts set (autovacuum_enabled = off);
