import htmx from "htmx.org";
import { isOfNobody, isRestoring, onRequest, type RequestContext } from "./htmx-context.ts";

// A request that failed is told beside what it was to replace, which stays. The words are in the
// page already, since a server that is away cannot say that it is.

onRequest("htmx:response:error", (context) => {
  if (isTold(context)) tell(context);
});

onRequest("htmx:error", (context) => {
  if (!isOfNobody(context)) tell(context);
});

onRequest("htmx:before:swap", (context, event) => {
  if (isTold(context)) event.preventDefault();
});

onRequest("htmx:before:request", (context) => {
  if (!isOfNobody(context)) clear();
});

/**
 * Whether an answer is told rather than shown. A form that came back (422) is shown, and so is the
 * page of an error to which Back leads, since its address is in the bar already.
 */
function isTold(context: RequestContext): boolean {
  const { status = 200 } = context.response ?? {};
  if (isOfNobody(context) || status < 400 || status === 401 || status === 422) return false;
  return status >= 500 || !isRestoring(context);
}

const codes: Record<number, string> = { 404: "not_found", 503: "unavailable" };

function tell(context: RequestContext): void {
  clear();
  const template = document.querySelector<HTMLTemplateElement>("#failure-template");
  const failure = template?.content.firstElementChild?.cloneNode(true);
  if (!(failure instanceof HTMLElement)) return;
  const code = context.response
    ? (codes[context.response.status] ?? "internal")
    : navigator.onLine
      ? "unreachable"
      : "offline";
  for (const words of failure.querySelectorAll<HTMLElement>("[data-code]"))
    words.hidden = words.dataset.code !== code;
  // By now htmx may have changed how the answer is to be swapped.
  const asked = { ...context };
  failure.querySelector("button")?.addEventListener("click", () => repeat(asked));
  // What lies behind a dialog that is open cannot be reached.
  const dialog = document.querySelector("dialog:modal");
  (dialog ?? document.body).append(failure);
}

function clear(): void {
  document.querySelector(".failure")?.remove();
}

function repeat(asked: RequestContext): void {
  const { sourceElement, target, swap, select, push, replace, request } = asked;
  const id = target instanceof Element ? target.id : "";
  const source = sourceElement.isConnected ? sourceElement : document.body;
  source.focus({ preventScroll: true });
  if (request.method !== "GET") {
    if (source instanceof HTMLFormElement) source.requestSubmit();
    return;
  }
  const options = { source, target: id ? `#${id}` : target, swap, select, push, replace };
  void htmx.ajax("GET", request.action, options as object);
}
