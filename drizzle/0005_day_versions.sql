-- Which computation of a site's day its figures are of: what was once counted is good for as long as this is the same.
create table day_versions (
  site_id integer not null,
  day date not null,
  version bigint not null,
  primary key (site_id, day)
) with (fillfactor = 50);
