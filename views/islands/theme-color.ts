// What a phone paints around the page is the page's own ground, also where the theme was switched
// by hand and is another than the system's.

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

export function keepThemeColor(): void {
  paint();
  systemIsDark.addEventListener("change", paint);
  const options = { attributes: true, attributeFilter: ["data-theme"] };
  new MutationObserver(paint).observe(document.documentElement, options);
}

function paint(): void {
  const { backgroundColor } = getComputedStyle(document.documentElement);
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]'))
    meta.content = backgroundColor;
}
