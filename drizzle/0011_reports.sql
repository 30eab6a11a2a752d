-- Reports and alerts by mail: to whom besides those who sign in, and each once.

alter table sites
  add column report_emails text[] not null default '{}',
  add column alert_spike boolean not null default false,
  add column alert_drop boolean not null default false,
  add column alert_silence boolean not null default false;
--> statement-breakpoint
-- What a mail is the only one of, such as the report of a week to an address.
alter table mails add column unique_key text;
--> statement-breakpoint
create unique index mails_unique_key on mails (unique_key) where unique_key is not null;
--> statement-breakpoint
-- What an address that nobody signs in with does not want any more.
create table mail_refusals (
  address text not null,
  kind text not null check (kind in ('weekly', 'monthly', 'alert')),
  refused_at timestamptz not null default now(),
  primary key (address, kind)
);
--> statement-breakpoint
-- When a site was last said to be unusual, so that one mail is sent and not a stream.
create table site_alerts (
  site_id integer not null references sites (id) on delete cascade,
  kind text not null check (kind in ('spike', 'drop', 'silence')),
  alerted_at timestamptz not null,
  ended_at timestamptz,
  primary key (site_id, kind)
);
