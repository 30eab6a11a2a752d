-- What of a site the script counts by itself.
alter table sites
  add column count_links boolean not null default true,
  add column count_forms boolean not null default true;
