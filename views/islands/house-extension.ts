import htmx from "htmx.org";

// The server never renders an open <details>; what a person has opened stays open while the
// figures around it refresh themselves. A menu closes when one of its links is followed.
htmx.registerExtension("house", {
  htmx_before_morph_attr: (element: Element, { attrName }: { attrName: string }) =>
    !(attrName === "open" && element.matches("details:not(.menu)")),
});
