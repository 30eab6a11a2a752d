import type { Config } from "#src/config.ts";

const name = "tracker_session";

/** Whether the cookie may only travel by https, which also gives it the `__Host-` prefix. */
function isSecure(request: Request, { publicUrl }: Pick<Config, "publicUrl">): boolean {
  return (publicUrl ?? request.url).startsWith("https:");
}

/** The session id that the browser sent, or null. */
export function readSessionCookie(
  request: Request,
  config: Pick<Config, "publicUrl">,
): string | null {
  const wanted = isSecure(request, config) ? `__Host-${name}` : name;
  for (const part of (request.headers.get("cookie") ?? "").split(";")) {
    const [key, value] = part.trim().split("=");
    if (key === wanted && value && /^[\w-]{43}$/.test(value)) return value;
  }
  return null;
}

/** The Set-Cookie header for a new session; an empty id takes the cookie away. */
export function sessionCookie(
  request: Request,
  config: Pick<Config, "publicUrl">,
  session: { id: string; maxAgeS: number },
): string {
  const secure = isSecure(request, config);
  const pair = `${secure ? "__Host-" : ""}${name}=${session.id}`;
  const rules = `Path=/; HttpOnly; SameSite=Lax; Max-Age=${session.maxAgeS}`;
  return `${pair}; ${rules}${secure ? "; Secure" : ""}`;
}
