-- The figures of a day's list in one row, not one row a value: what a dashboard reads of a year is then some
-- thousand rows, however many pages a site has. All arrays of a row are as long as `value`, which is sorted.
create table daily_lists (
  site_id integer not null,
  dimension text collate "C" not null,
  day date not null,
  value text[] collate "C" not null,
  visitors integer[] not null,
  visits integer[] not null,
  pageviews integer[] not null,
  bounces integer[] not null,
  engaged_ms bigint[] not null,
  events integer[] not null,
  scroll bigint[] not null,
  primary key (site_id, dimension, day)
);
--> statement-breakpoint
insert into daily_lists
select site_id, dimension, day, array_agg(value order by value), array_agg(visitors order by value),
       array_agg(visits order by value), array_agg(pageviews order by value), array_agg(bounces order by value),
       array_agg(engaged_ms order by value), array_agg(events order by value), array_agg(scroll order by value)
from daily
group by site_id, dimension, day;
--> statement-breakpoint
drop table daily;
--> statement-breakpoint
-- The same as rows, one a value.
create view daily as
select site_id, day, dimension, one.*
from daily_lists
cross join lateral unnest(value, visitors, visits, pageviews, bounces, engaged_ms, events, scroll)
  as one (value, visitors, visits, pageviews, bounces, engaged_ms, events, scroll);
--> statement-breakpoint
-- A day without a version has no figures: those that were counted before there were versions get one.
insert into day_versions (site_id, day, version)
select site_id, day, 1
from daily_lists
where dimension = 'total'
on conflict do nothing;
--> statement-breakpoint
-- The visits of a day that is over as columns, for filters: what they were packed from is told by the version.
create table day_segments (
  site_id integer not null,
  day date not null,
  version bigint not null,
  bytes bytea not null,
  primary key (site_id, day)
);
--> statement-breakpoint
-- They are compressed already.
alter table day_segments alter column bytes set storage external;
--> statement-breakpoint
alter table visits drop column acts;
