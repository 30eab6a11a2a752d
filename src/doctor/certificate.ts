import { connect } from "node:tls";
import type { Certificate } from "./facts.ts";
import { reasonOf } from "./reach.ts";

/**
 * Looks at the certificate that an address is served with, as a browser would; null for one without
 * TLS. Nothing is sent but the handshake.
 */
export async function readCertificate(
  publicUrl: string,
  patienceMs: number,
): Promise<Certificate | null> {
  const { protocol, hostname, port } = new URL(publicUrl);
  if (protocol !== "https:") return null;
  const { promise, resolve } = Promise.withResolvers<Certificate>();
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || 443),
    // An address in numbers is no name that a server could be asked for.
    ...(/^[\d.]+$|:/.test(hostname) ? {} : { servername: hostname }),
    rejectUnauthorized: false,
  });
  socket.setTimeout(patienceMs, () => resolve({ kind: "unread", why: "timeout" }));
  socket.on("error", (error) => resolve({ kind: "unread", why: reasonOf(error) }));
  socket.on("secureConnect", () => {
    const until = Date.parse(socket.getPeerCertificate().valid_to ?? "");
    const known = Number.isNaN(until) ? null : new Date(until);
    const { authorized, authorizationError } = socket;
    if (authorized && known) resolve({ kind: "valid", until: known });
    else resolve({ kind: "invalid", why: faultOf(authorizationError), until: known });
  });
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

/** What is wrong with it: one of the catalogue's reasons, else OpenSSL's own word. */
function faultOf(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  const said = typeof error === "string" ? error : (code ?? message ?? "");
  if (/EXPIRED/.test(said)) return "expired";
  if (/ALTNAME/.test(said)) return "otherName";
  if (/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(said)) return "unknownIssuer";
  return said;
}
