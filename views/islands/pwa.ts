import { offerInstall } from "./install-note.ts";
import { watchConnection } from "./offline-note.ts";
import { keepSeen } from "./page-keeper.ts";
import { watchPull } from "./pull-to-refresh.ts";
import { keepThemeColor } from "./theme-color.ts";
import { watchUpdates } from "./update-note.ts";

// What makes an app of the pages; see pwa-loader.ts for when it is loaded.

// Only the notes need these styles. The page names them, so that one that is kept has its own ones.
const styles = document.createElement("link");
styles.rel = "stylesheet";
styles.href = document.body.dataset.pwaCss ?? "";
document.head.append(styles);

keepThemeColor();
watchConnection();
watchPull();
offerInstall();
void start();

async function start(): Promise<void> {
  // A page over plain HTTP, and a browser that is told to keep nothing, have no workers.
  if (!navigator.serviceWorker) return;
  try {
    const registration = await navigator.serviceWorker.register("/sw.js", {
      updateViaCache: "none",
    });
    watchUpdates(registration);
    keepSeen(registration);
  } catch {
    // Offline, or refused by the browser: the pages work without it.
  }
}
