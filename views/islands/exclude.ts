import htmx from "htmx.org";

// Alt (Option) and a click on a value exclude it: `data-exclude` says where that is. Browsers take
// such a click for a download of the link, so it is caught before anything else sees it.
document.addEventListener(
  "click",
  (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target instanceof Element && event.target.closest("a[data-exclude]");
    if (!(link instanceof HTMLElement || link instanceof SVGElement)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void htmx.ajax("GET", link.dataset.exclude ?? "", { source: link });
  },
  { capture: true },
);
