-- A list instead of a set: a mark that is set while its day is being computed has to wait for nobody.
alter table stale_days drop constraint stale_days_pkey;
