/**
 * What `/{key}.js` serves:
 *
 *   <script defer src="https://stats.example.com/{key}.js"></script>
 *
 * Beacons go to the script's own address without `.js`, so that proxying that one path through the
 * site's own domain is all it takes. A script that was inlined, bundled or renamed on its way does
 * not know it, and sends to the address that the server has put in.
 */
import { startTracker, type Tracker } from "./tracker.ts";

// Stand for the site's key and for its address at the server until the script is served.
declare const SITE_KEY: string;
declare const SITE_ADDRESS: string;

declare const window: { tracker?: Tracker };

// A second copy of the script on the page keeps silent.
if (!window.tracker?.optOut)
  window.tracker = startTracker(
    // The odd input: WordPress and others add a query, `…/{key}.js?ver=6.8`.
    (String((document.currentScript as HTMLScriptElement)?.src).match(`.*/${SITE_KEY}`) || [
      SITE_ADDRESS,
    ])[0] as string,
    window.tracker?.q || [],
  );
