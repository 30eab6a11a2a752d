// A stream that the server ended is opened again by itself. Where that is refused, its reader has
// been signed out (401) or the site is not theirs any more (404), and the figures that are still
// shown are no longer theirs to see: the page is asked for anew, which leads to the sign-in.

document.addEventListener("htmx:sse:error", (event) => {
  const { status } = (event as CustomEvent<{ status?: number }>).detail;
  if (status === 401 || status === 404) location.reload();
});
