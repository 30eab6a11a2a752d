-- The audit log is asked by who did it, by what was done, and by how the subject begins.
create index audit_logs_actor on audit_logs (actor_email, at desc, id desc);
--> statement-breakpoint
create index audit_logs_action on audit_logs (action, at desc, id desc);
--> statement-breakpoint
create index audit_logs_subject on audit_logs (lower(subject) text_pattern_ops);
--> statement-breakpoint
-- Everybody with an account who has done something; a stranger at the door types any address.
create index audit_logs_people on audit_logs (actor_email) where actor_id is not null;
