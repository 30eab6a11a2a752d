import type { ComponentChildren } from "preact";
import type { Shell } from "./shell.ts";

// The defaults that the strict CSP and the house need; see the comments in views/islands/app.ts.
const htmxConfig = JSON.stringify({
  defaultSettleDelay: 0,
  includeIndicatorCSS: false,
  noSwap: [204, 304, "5xx"],
  extensions: "sse, alpine-compat, house",
  // A morph must not take away what the chart's script has put on its element.
  morphIgnore: ["data-htmx-powered", "data-live"],
});

interface DocumentProps {
  shell: Shell;
  title: string;
  /** A class of the body, which decides how the page is laid out. */
  layout: "page" | "door";
  /** Whether it is one of the pages of figures, which come without the styles of the others. */
  isFigures?: boolean | undefined;
  children: ComponentChildren;
}

/** The frame of every whole page. */
export function Document({ shell, title, layout, isFigures, children }: DocumentProps) {
  return (
    <html lang={shell.locale} data-theme={themeOf(shell)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Tracker Analytics`}</title>
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#f6f6f3" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#101314" media="(prefers-color-scheme: dark)" />
        <meta name="htmx-config" content={htmxConfig} />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="apple-touch-icon" href="/icon-192.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="stylesheet" href={shell.assets.css} />
        {!isFigures && <link rel="stylesheet" href={shell.assets.adminCss} />}
        <script src={shell.assets.theme} data-account={shell.user ? "" : undefined} />
        <script src={shell.assets.app} defer />
      </head>
      <body
        class={layout}
        data-chart-src={shell.assets.chart}
        data-pwa-src={shell.assets.pwa}
        hx-indicator="#progress"
      >
        {children}
      </body>
    </html>
  );
}

/** The theme that somebody has set for their account; `system` is none. */
function themeOf({ user }: Shell): "light" | "dark" | undefined {
  return user && user.theme !== "system" ? user.theme : undefined;
}
