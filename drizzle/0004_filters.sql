-- What filters and the pages of a filtered dashboard need to know of a visit without asking its events: how many
-- visits its visitor made that day; beside each path its time, depth and other events; and what was done, as
-- `kind:cta`, `event:Book now`, `target:tel:+331`.
alter table visits
  add column visit_count smallint not null default 1,
  add column spent_ms integer[] not null default '{}',
  add column scrolls smallint[] not null default '{}',
  add column did integer[] not null default '{}',
  add column acts text[] collate "C" not null default '{}';
--> statement-breakpoint
-- Of pages: the sum of the deepest scroll of each visit.
alter table daily add column scroll bigint not null default 0;
--> statement-breakpoint
-- All visits are computed anew.
insert into pending (site_id, day, visitor)
select distinct site_id, day, visitor
from events;
