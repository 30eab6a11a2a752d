-- The secret that a session proposes for a second factor, so that none ever comes from a browser.
-- The server makes it; sessions that there are already get 154 bits of PostgreSQL's own strong randomness.
alter table sessions add column totp_offer bytea not null
  default substring(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) for 20);
