import "#src/lib/production.ts";
import { LAUNCH, launcherMain } from "#src/db/embedded/launcher.ts";

// The embedded PostgreSQL is started through a fresh copy of this program, which has to become
// postgres at once: so the application is only loaded when it is wanted.
if (process.argv[2] === LAUNCH) launcherMain(process.argv.slice(3));
const { runCommandLine } = await import("#src/cli/run.ts");
await runCommandLine(process.argv.slice(2));
