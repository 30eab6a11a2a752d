-- What autovacuum and the planner make of the tables that grow; db/partitions.ts gives the same to new months.
-- A heartbeat updates the row of its view, and the projection the row of its visit. On pages that are full, 29 % of these
-- updates of events and 59 % of visits needed no new entry in the index (n_tup_hot_upd of 120,000 views with 251,000
-- beats, 100 views a second); with 15 % of each page left free 69 % and 75 %, and 260 MB of log were written instead of
-- 297, for 9 % more of disk. With 30 % free it was 244 MB, for 21 % more. How often these tables are vacuumed stays as it
-- is, by the fifth that changed: eleven times in that run, and no oftener the larger they are.
do $$
declare
  partition regclass;
begin
  for partition in
    select inhrelid::regclass
    from pg_inherits
    where inhparent in ('events'::regclass, 'visits'::regclass)
  loop
    execute format('alter table %s set (fillfactor = 85)', partition);
  end loop;
end $$;
--> statement-breakpoint
-- No plan asks what is in these columns: all statements go by the key, and took as long without. What is left takes
-- 0.12 s to analyze of 800,000 events instead of 0.43 s, and 0.10 s of their visits instead of 0.72 s.
alter table events
  alter column last_seen_at set statistics 0, alter column seq set statistics 0, alter column path set statistics 0,
  alter column hostname set statistics 0, alter column name set statistics 0, alter column target set statistics 0,
  alter column props set statistics 0, alter column engaged_ms set statistics 0, alter column scroll set statistics 0,
  alter column referrer set statistics 0, alter column source set statistics 0, alter column channel set statistics 0,
  alter column utm_source set statistics 0, alter column utm_medium set statistics 0,
  alter column utm_campaign set statistics 0, alter column utm_term set statistics 0,
  alter column utm_content set statistics 0, alter column country set statistics 0, alter column region set statistics 0,
  alter column city set statistics 0, alter column device set statistics 0, alter column browser set statistics 0,
  alter column browser_version set statistics 0, alter column os set statistics 0,
  alter column os_version set statistics 0, alter column language set statistics 0, alter column screen set statistics 0;
--> statement-breakpoint
alter table visits
  alter column pageviews set statistics 0, alter column engaged_ms set statistics 0, alter column paths set statistics 0,
  alter column views set statistics 0, alter column spent_ms set statistics 0, alter column scrolls set statistics 0,
  alter column did set statistics 0, alter column entry_path set statistics 0, alter column exit_path set statistics 0,
  alter column hostname set statistics 0, alter column referrer set statistics 0, alter column source set statistics 0,
  alter column channel set statistics 0, alter column utm_source set statistics 0,
  alter column utm_medium set statistics 0, alter column utm_campaign set statistics 0,
  alter column utm_term set statistics 0, alter column utm_content set statistics 0, alter column country set statistics 0,
  alter column region set statistics 0, alter column city set statistics 0, alter column device set statistics 0,
  alter column browser set statistics 0, alter column browser_version set statistics 0, alter column os set statistics 0,
  alter column os_version set statistics 0, alter column language set statistics 0, alter column screen set statistics 0;
--> statement-breakpoint
-- Queues, empty but for a moment: after a spool was drained, a fifth of what they held then is no measure. With 400,000
-- dead rows a batch of one key took 3 ms instead of 1.
alter table pending set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
--> statement-breakpoint
alter table stale_days set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
