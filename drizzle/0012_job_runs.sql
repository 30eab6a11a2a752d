-- When each job ran last, on whichever server, for who looks whether all is well.

create table job_runs (
  name text primary key,
  started_at timestamptz not null,
  finished_at timestamptz,
  failed_at timestamptz,
  error text
);
