import { snippetOf } from "#src/sites/snippet.ts";
import { type Platform, platforms } from "#views/sites/platforms.ts";

/** Where a site's script is. Shape: `origin` as `https://stats.example.com`. */
interface Place {
  origin: string;
  key: string;
}

/** The platform that an address asks for; plain HTML for none and for what nobody knows. */
export function parsePlatform(text: string | null): Platform {
  return platforms.find((platform) => platform === text) ?? "html";
}

/** What is pasted on a platform. Where there is a place for HTML, it is the line itself. */
export function codeFor(platform: Platform, { origin, key }: Place): string {
  return platform === "next" ? nextLayout(`${origin}/${key}.js`) : snippetOf(origin, key);
}

/** What calls the package, for who bundles the script with everything else. */
export function packageCodeFor({ origin, key }: Place): string {
  return [
    `import { init } from "tracker-analytics";`,
    "",
    `init({ address: "${origin}/${key}" });`,
  ].join("\n");
}

function nextLayout(src: string): string {
  return `import Script from "next/script";

export default function RootLayout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Script src="${src}" strategy="afterInteractive" />
      </body>
    </html>
  );
}`;
}
