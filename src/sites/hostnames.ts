/**
 * The host of what a person types as the address of a site, such as `https://www.Café.example/menu`
 * as `xn--caf-dma.example`; null when it is none. Path, port and a leading `www.` go; IP addresses
 * and `localhost` are taken, for trying things out.
 */
export function parseDomain(text: string): string | null {
  const bare = text.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, "");
  const authority = bare.split(/[/?#\\]/)[0] ?? "";
  if (!authority || authority.includes("@") || /[\s%]/.test(authority)) return null;
  if (!URL.canParse(`http://${authority}/`)) return null;
  const host = new URL(`http://${authority}/`).hostname.replace(/\.$/, "").replace(/^www\./, "");
  if (host.length > 253) return null;
  if (host === "localhost" || isAddress(host)) return host;
  const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
  const labels = host.split(".");
  return labels.length > 1 && labels.every((part) => label.test(part)) ? host : null;
}

/** Every host of a list that a person types, apart by commas, spaces or lines; null if one is none. */
export function parseHostnames(text: string): string[] | null {
  const hosts = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(parseDomain);
  return hosts.includes(null) ? null : [...new Set(hosts as string[])];
}

/** Whether a host is this machine or a private network, where only its owner visits. */
export function isLocalHost(host: string): boolean {
  return host === "localhost" || isAddress(host) || /\.(localhost|local|test|internal)$/.test(host);
}

function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.startsWith("[");
}
