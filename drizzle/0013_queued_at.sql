-- Since when what is to be counted waits, so that it can be said how far the figures lag behind.

alter table pending add column queued_at timestamptz not null default now();
--> statement-breakpoint
alter table stale_days add column queued_at timestamptz not null default now();
