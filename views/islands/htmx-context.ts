/** What htmx says of a request in its events; its own types leave it out. */
export interface RequestContext {
  sourceElement: HTMLElement;
  target: Element | string | undefined;
  swap?: string;
  select?: string;
  push?: string;
  replace?: string;
  request: {
    action: string;
    method: string;
    headers: Record<string, string>;
    abort?: (why?: string) => void;
  };
  /** Missing when the server could not be reached. */
  response?: { status: number };
}

/** Listens to one of htmx's events about a request. */
export function onRequest(
  name: string,
  listener: (context: RequestContext, event: Event) => void,
): void {
  document.addEventListener(name, (event) => {
    const { ctx } = (event as CustomEvent<{ ctx?: RequestContext }>).detail;
    if (ctx?.request) listener(ctx, event);
  });
}

/** A request that no person made: a stream, or figures that refresh themselves. */
export function isOfNobody({ sourceElement }: RequestContext): boolean {
  return sourceElement.hasAttribute("hidden");
}

/** Whether the request is that of Back or Forward. */
export function isRestoring({ request }: RequestContext): boolean {
  return "HX-History-Restore-Request" in request.headers;
}
