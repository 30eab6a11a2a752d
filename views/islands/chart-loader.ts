const marginBelow = "300px";

// The chart's library is many times as heavy as everything else, so it is only loaded once a chart
// comes near the viewport; until then the page shows the same curve as the server drew it.
const observer = new IntersectionObserver(
  (entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    const script = document.createElement("script");
    script.src = document.body.dataset.chartSrc ?? "";
    document.head.append(script);
  },
  { rootMargin: marginBelow },
);

for (const chart of document.querySelectorAll("figure-chart")) observer.observe(chart);
