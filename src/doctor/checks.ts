import {
  checkClock,
  checkCounting,
  checkDatabase,
  checkMigrations,
  checkSync,
} from "./checks/database.ts";
import { checkDisks, checkLimits, checkServer, checkUser } from "./checks/machine.ts";
import { checkAddress, checkCertificate } from "./checks/network.ts";
import {
  checkBackup,
  checkJobs,
  checkMail,
  checkPlaces,
  checkRetention,
  checkSpool,
} from "./checks/upkeep.ts";
import { checkVisitors } from "./checks/visitors.ts";
import type { Facts } from "./facts.ts";
import { type Check, type Finding, states } from "./finding.ts";

/** Everything that is looked at, in the order in which it is told. */
const checks: readonly Check[] = [
  checkServer,
  checkDatabase,
  checkMigrations,
  checkSync,
  checkDisks,
  checkClock,
  checkAddress,
  checkCertificate,
  checkVisitors,
  checkMail,
  checkPlaces,
  checkSpool,
  checkCounting,
  checkJobs,
  checkBackup,
  checkRetention,
  checkLimits,
  checkUser,
];

/** Looks at all of it; what is worse comes first. */
export function examine(facts: Facts): Finding[] {
  const found = checks.flatMap((check) => check(facts));
  return found.toSorted((a, b) => states.indexOf(b.state) - states.indexOf(a.state));
}
