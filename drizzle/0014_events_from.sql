-- What is left of a site when its single events go before its figures, and how a site moves in.

-- Events and visits of earlier days are not kept any more; their figures stand by themselves.
alter table sites add column events_from date;
--> statement-breakpoint
alter table site_tasks
  drop constraint site_tasks_kind_check,
  add constraint site_tasks_kind_check check (kind in ('delete', 'import', 'rebuild'));
