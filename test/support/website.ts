/** A small web site that somebody wants to measure. Shape: pages by path, each an HTML body. */
export interface Website {
  origin: string;
  stop(): Promise<void>;
}

/** Serves pages on a port of its own, each with `head` in its head, as a site owner pastes it. */
export function serveWebsite(head: string, pages: Record<string, string>): Website {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: (request) => {
      const body = pages[new URL(request.url).pathname];
      if (body === undefined) return new Response("not found", { status: 404 });
      const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>${head}</head><body>${body}</body></html>`;
      return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
    },
  });
  return { origin: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
}
