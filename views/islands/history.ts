import { isOfNobody, onRequest, type RequestContext } from "./htmx-context.ts";

// An answer that comes after Back was pressed would push its address over the one gone back to.

const running = new Set<RequestContext>();

onRequest("htmx:before:request", (context) => {
  if (!isOfNobody(context)) running.add(context);
});

onRequest("htmx:finally:request", (context) => {
  running.delete(context);
});

document.addEventListener("htmx:before:history:restore", () => {
  for (const { request } of running) request.abort?.();
});
