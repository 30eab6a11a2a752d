/**
 * Headers of the script and of every answer to a beacon: any page may load and send, without
 * credentials. No cookie is ever read or set, and nothing redirects.
 */
export const openHeaders = {
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
  "x-content-type-options": "nosniff",
} as const;
