import type { Gauges } from "#src/db/gauges.ts";
import type { Vitals } from "#src/db/vitals.ts";
import type { CollectStats } from "#src/lib/collect-stats.ts";
import type { Disk } from "#src/lib/disk.ts";
import type { Timings } from "#src/lib/histogram.ts";
import { counter, type Family, gauge, histogram } from "./metric-text.ts";
import type { Traffic } from "./traffic.ts";

// Labels are closed sets: reasons, doors, jobs, states. Never a site, an address or a person.

/** What is measured. Shape: without a database that answers, what only it knows is left out. */
export interface Measured {
  version: string;
  now: Date;
  collector: CollectStats;
  traffic: ReturnType<Traffic["read"]>;
  reports: Record<string, Timings>;
  disk: Disk;
  vitals: Vitals | null;
  gauges: Gauges | null;
}

/** All metrics of ours; each is explained in docs/operations.md. */
export function familiesOf(measured: Measured): Family[] {
  const { version, vitals, gauges } = measured;
  return [
    gauge("tracker_build_info", "The version that runs.", [{ labels: { version }, value: 1 }]),
    ...familiesOfCollector(measured),
    ...familiesOfPages(measured),
    gauge("tracker_disk_free_bytes", "Free on the disk of DATA_DIR.", measured.disk.freeBytes),
    gauge("tracker_database_up", "1 while the database answers within a second.", vitals ? 1 : 0),
    ...(vitals ? familiesOfCounting(vitals) : []),
    ...(gauges ? familiesOfDatabase(gauges) : []),
  ];
}

function familiesOfCollector({ collector, now }: Measured): Family[] {
  const { accepted, dropped, timings, waiting, isDatabaseAway, spool } = collector;
  const outcomes = Object.entries({ stored: accepted, ...dropped });
  const ageSeconds = spool.since ? (now.getTime() - spool.since.getTime()) / 1_000 : 0;
  return [
    counter(
      "tracker_collector_messages_total",
      "Messages since the start: stored, or the reason why not.",
      outcomes.map(([outcome, value]) => ({ labels: { outcome }, value })),
    ),
    histogram(
      "tracker_collector_duration_seconds",
      "From the arrival of a message to its commit, of those that were stored.",
      [{ timings }],
    ),
    gauge("tracker_collector_waiting", "Messages that wait for their commit.", waiting),
    gauge(
      "tracker_collector_database_away",
      "1 while events go to the spool.",
      isDatabaseAway ? 1 : 0,
    ),
    gauge("tracker_spool_bytes", "What waits in the spool.", spool.bytes),
    gauge("tracker_spool_max_bytes", "What the spool may hold.", spool.maxBytes),
    gauge("tracker_spool_records", "Records of this run that wait in the spool.", spool.records),
    gauge("tracker_spool_age_seconds", "Age of the oldest file of the spool.", ageSeconds),
    counter(
      "tracker_spool_broken_records_total",
      "Records of the spool that were found broken since the start.",
      spool.broken,
    ),
  ];
}

function familiesOfPages({ traffic: { doors, timings }, reports }: Measured): Family[] {
  return [
    counter(
      "tracker_http_requests_total",
      "Pages that were asked for, by the pattern of their address and the kind of the answer.",
      doors.map(({ requests, ...labels }) => ({ labels, value: requests })),
    ),
    histogram("tracker_http_duration_seconds", "How long pages took, until their answer began.", [
      { timings },
    ]),
    histogram(
      "tracker_report_duration_seconds",
      "How long figures took that were not in memory, by what they are counted from.",
      Object.entries(reports).map(([from, ofWay]) => ({ labels: { from }, timings: ofWay })),
    ),
  ];
}

function familiesOfCounting({ pending, lagSeconds }: Vitals): Family[] {
  return [
    gauge("tracker_projector_pending", "Visitor-days that wait to be counted.", pending),
    gauge(
      "tracker_projector_lag_seconds",
      "For how long the oldest of what waits to be counted has waited.",
      lagSeconds,
    ),
  ];
}

function familiesOfDatabase(gauges: Gauges): Family[] {
  const { size, connections, connectionsMax, mailsWaiting, mailsFailed } = gauges;
  return [
    gauge("tracker_database_size_bytes", "The size of the database.", size),
    gauge(
      "tracker_database_connections",
      "Connections of all servers on this database, by what they do.",
      connections.map(({ state, count }) => ({ labels: { state }, value: count })),
    ),
    gauge(
      "tracker_database_connections_max",
      "Connections that the database takes of all its users together.",
      connectionsMax,
    ),
    gauge("tracker_mails", "Mails by what has become of them.", [
      { labels: { state: "waiting" }, value: mailsWaiting },
      { labels: { state: "failed" }, value: mailsFailed },
    ]),
    ...familiesOfJobs(gauges),
  ];
}

function familiesOfJobs({ jobs }: Gauges): Family[] {
  const known = (pick: (job: (typeof jobs)[number]) => number | null) =>
    jobs.flatMap((job) => {
      const value = pick(job);
      return value === null ? [] : [{ labels: { job: job.name }, value }];
    });
  return [
    gauge(
      "tracker_job_last_success_timestamp_seconds",
      "When a job last ended well, on whichever server.",
      known(({ finishedAt }) => finishedAt),
    ),
    gauge(
      "tracker_job_last_failure_timestamp_seconds",
      "When a job has failed that has not ended well since.",
      known(({ failedAt }) => failedAt),
    ),
    gauge(
      "tracker_job_last_duration_seconds",
      "How long the last run of a job took that has ended.",
      known(({ startedAt, finishedAt, failedAt }) => {
        const endedAt = Math.max(finishedAt ?? 0, failedAt ?? 0);
        return endedAt >= startedAt ? endedAt - startedAt : null;
      }),
    ),
  ];
}
