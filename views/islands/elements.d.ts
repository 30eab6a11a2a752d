import type { HTMLAttributes } from "preact";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "figure-chart": HTMLAttributes<HTMLElement> & { "data-version": string };
    }
  }
}
