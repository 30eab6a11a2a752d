/** A page, or how a server answers. */
type Answer = string | ((request: Request) => Response | Promise<Response>);

/** A small web site that somebody wants to measure. Shape: pages by path, each an HTML body. */
export interface Website {
  origin: string;
  stop(): Promise<void>;
}

/**
 * Serves pages on a port of its own, each with `head` in its head, as a site owner pastes it. Under
 * `localhost` it is another site than under its own origin.
 */
export function serveWebsite(
  head: string,
  pages: Record<string, Answer>,
  headers: Record<string, string> = {},
): Website {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      // Browsers ask for it by themselves, and a 404 would be a line in the console.
      if (pathname === "/favicon.ico") return new Response(null, { status: 204 });
      const page = pages[pathname];
      if (typeof page === "function") return page(request);
      if (page === undefined) return new Response("not found", { status: 404 });
      return htmlPage(head, page, headers);
    },
  });
  return { origin: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
}

/** A page as the site serves it. */
export function htmlPage(
  head: string,
  body: string,
  headers: Record<string, string> = {},
  status = 200,
): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>${head}</head><body>${body}</body></html>`;
  const type = { "content-type": "text/html; charset=utf-8" };
  return new Response(html, { status, headers: { ...type, ...headers } });
}
