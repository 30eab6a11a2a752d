const marginBelow = "300px";

// The chart's library is many times as heavy as everything else, so it is only loaded once a chart
// comes near the viewport; until then the page shows the same curve as the server drew it.
const observer = new IntersectionObserver(
  (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    document.removeEventListener("htmx:after:swap", observeCharts);
    const script = document.createElement("script");
    script.src = document.body.dataset.chartSrc ?? "";
    document.head.append(script);
  },
  { rootMargin: marginBelow },
);

function observeCharts(): void {
  for (const chart of document.querySelectorAll("figure-chart")) observer.observe(chart);
}

observeCharts();
// A site's first visit brings the first chart while the page is open.
document.addEventListener("htmx:after:swap", observeCharts);
