-- People: invitations, a second factor, what a client may set, mails on their way, and sites that go.

-- Who has been invited has no password yet.
alter table users alter column password_hash drop not null;
--> statement-breakpoint
alter table users
  add column theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  add column weekly_mail boolean not null default true,
  add column monthly_mail boolean not null default true,
  add column totp_secret bytea,
  -- The time step of the code that was last taken: each code opens the door once.
  add column totp_step bigint not null default 0,
  add column requires_totp boolean not null default false;
--> statement-breakpoint
-- What opens the door without the phone, each once; by its SHA-256.
create table recovery_codes (
  user_id integer not null references users (id) on delete cascade,
  code_hash bytea not null,
  primary key (user_id, code_hash)
);
--> statement-breakpoint
alter table user_sites add column can_edit boolean not null default false;
--> statement-breakpoint
-- A session that still waits for the code of the second factor opens nothing but the form for it.
alter table sessions
  add column id bigint generated always as identity unique,
  add column stage text not null default 'full' check (stage in ('code', 'full')),
  add column ip text,
  add column agent text;
--> statement-breakpoint
-- What is sent by mail, until it is; links are made when it goes, so that none is kept here.
create table mails (
  id bigint generated always as identity primary key,
  kind text not null,
  recipient text not null,
  payload jsonb not null default '{}',
  state text not null default 'waiting'
    check (state in ('waiting', 'sent', 'failed', 'unknown', 'needless')),
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  next_try_at timestamptz not null default now(),
  leased_until timestamptz,
  sent_at timestamptz,
  error text
);
--> statement-breakpoint
create index mails_due on mails (next_try_at) where state = 'waiting';
--> statement-breakpoint
alter table sites
  add column include_subdomains boolean not null default false,
  add column retention_months integer check (retention_months between 1 and 1200),
  add column deleted_at timestamptz;
--> statement-breakpoint
-- The domain of a site that is being deleted can be another's at once.
alter table sites drop constraint sites_domain_key;
--> statement-breakpoint
create unique index sites_domain on sites (domain) where deleted_at is null;
--> statement-breakpoint
-- Long work on one site: its deletion, and counting anew after a change of its time zone.
create table site_tasks (
  id bigint generated always as identity primary key,
  site_id integer not null references sites (id) on delete cascade,
  kind text not null check (kind in ('delete', 'rebuild')),
  done integer not null default 0,
  total integer not null default 0,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  error text
);
--> statement-breakpoint
create unique index site_tasks_open on site_tasks (site_id, kind) where finished_at is null;
--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append only';
end
$$;
--> statement-breakpoint
create trigger audit_logs_append_only before update or delete on audit_logs
for each row execute function refuse_change();
