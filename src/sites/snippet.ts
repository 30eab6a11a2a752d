/** The line of HTML that a site's owner pastes into every page. */
export function snippetOf(origin: string, key: string): string {
  return `<script defer src="${origin}/${key}.js"></script>`;
}
