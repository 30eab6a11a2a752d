-- The row that an event under an Idempotency-Key is; null for those of before, whose row is the key's hash.

alter table idempotency_keys add column event_id bigint;
