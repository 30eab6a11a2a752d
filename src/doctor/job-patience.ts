/**
 * After how long without a run a job is late, by its name: a few times as long as its schedule. It
 * stands here because nothing above may be imported; a test beside the jobs holds both together.
 * Units: minutes.
 */
export const jobPatienceMinutes: Readonly<Record<string, number>> = {
  presence: 10,
  "site tasks": 10,
  memory: 10,
  salts: 60,
  partitions: 180,
  retention: 180,
  segments: 180,
  "idempotency keys": 180,
  sessions: 180,
  mails: 10,
  reports: 30,
  alerts: 180,
  "old mails": 180,
  backup: 180,
};
