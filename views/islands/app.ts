import "htmx.org";
import "htmx.org/dist/ext/hx-sse.js";
import "htmx.org/dist/ext/hx-alpine-compat.js";
import "./house-extension.ts";
import "./chart-loader.ts";
import "./exclude.ts";
import "./failure.ts";
import "./focus.ts";
import "./history.ts";
import "./list-dialog.ts";
import "./pwa-loader.ts";
import "./session-end.ts";
import "./tabs.ts";
import Alpine from "@alpinejs/csp";
import { browserZone, copyBox, localTime, menu, printer, themeSwitch } from "./components.ts";
import { keySwitch } from "./keys.ts";
import { sharer } from "./share.ts";
import { siteList } from "./site-list.ts";

// htmx and hx-sse are in one file because as two deferred scripts the stream never connects.
// Alpine's CSP build evaluates no text: the pages only name what is defined here.
Alpine.data("menu", menu);
Alpine.data("copyBox", copyBox);
Alpine.data("themeSwitch", themeSwitch);
Alpine.data("printer", printer);
Alpine.data("sharer", sharer);
Alpine.data("browserZone", browserZone);
Alpine.data("localTime", localTime);
Alpine.data("keySwitch", keySwitch);
Alpine.data("siteList", siteList);
Object.assign(window, { Alpine });
Alpine.start();
