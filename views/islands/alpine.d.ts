declare module "@alpinejs/csp" {
  interface AlpineStatic {
    data(name: string, create: () => object): void;
    start(): void;
  }
  const Alpine: AlpineStatic;
  // biome-ignore lint/style/noDefaultExport: it is what the package has.
  export default Alpine;
}

// Plain scripts that find htmx on the window.
declare module "htmx.org/dist/ext/hx-sse.js";
declare module "htmx.org/dist/ext/hx-alpine-compat.js";
