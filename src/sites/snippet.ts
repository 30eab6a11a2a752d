/** The line of HTML that a site's owner pastes into every page. */
export function snippetOf(origin: string, key: string): string {
  return `<script defer src="${origin}/${key}.js"></script>`;
}

/** What a content security policy has to allow: that the script is loaded, and that it sends. */
export function policyOf(origin: string): string {
  return `script-src ${origin}; connect-src ${origin}`;
}

/**
 * The picture that counts visitors without scripts. The browser has to say which page shows it, and
 * by itself it would only name the site.
 */
export function pixelOf(origin: string, key: string): string {
  const picture = `<img src="${origin}/${key}.gif" alt="" referrerpolicy="no-referrer-when-downgrade">`;
  return `<noscript>${picture}</noscript>`;
}
