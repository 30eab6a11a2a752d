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

const manifests = { en: "/manifest.webmanifest", fr: "/manifest.fr.webmanifest" };
/** The grounds of tokens.css. */
const grounds = { light: "#f6f6f3", dark: "#101314" };

interface DocumentProps {
  shell: Shell;
  title: string;
  /** A class of the body, which decides how the page is laid out. */
  layout: "page" | "door";
  /** Whether it shows a site's figures, and so comes without the styles of the other pages. */
  isFigures?: boolean | undefined;
  children: ComponentChildren;
}

/** The frame of every whole page. */
export function Document({ shell, title, layout, isFigures, children }: DocumentProps) {
  return (
    <html lang={shell.locale} data-theme={themeOf(shell)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>{`${title} · Tracker Analytics`}</title>
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <ThemeColor theme={themeOf(shell)} />
        <meta name="htmx-config" content={htmxConfig} />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <meta name="apple-mobile-web-app-title" content="Tracker" />
        {/* iOS cuts the corners itself, and paints what is clear in them black. */}
        <link rel="apple-touch-icon" href="/icon-maskable-192.png" />
        <link rel="manifest" href={manifests[shell.locale]} />
        <link rel="stylesheet" href={shell.assets.css} />
        {!isFigures && <link rel="stylesheet" href={shell.assets.adminCss} />}
        <script src={shell.assets.theme} data-account={shell.user ? "" : undefined} />
        <script src={shell.assets.app} defer />
      </head>
      <body
        class={layout}
        data-chart-src={shell.assets.chart}
        data-pwa-src={shell.assets.pwa}
        data-pwa-css={shell.assets.pwaCss}
        hx-indicator="#progress"
      >
        {children}
      </body>
    </html>
  );
}

/** What a phone paints around the page; theme-color.ts goes on with it where the theme is switched. */
function ThemeColor({ theme }: { theme: "light" | "dark" | undefined }) {
  if (theme) return <meta name="theme-color" content={grounds[theme]} />;
  return (
    <>
      <meta name="theme-color" content={grounds.light} media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content={grounds.dark} media="(prefers-color-scheme: dark)" />
    </>
  );
}

/** The theme that somebody has set for their account; `system` is none. */
function themeOf({ user }: Shell): "light" | "dark" | undefined {
  return user && user.theme !== "system" ? user.theme : undefined;
}
