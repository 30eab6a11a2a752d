import htmx from "htmx.org";

// The server never renders an open <details> or <dialog>; what a person has opened stays open while
// the figures around it refresh themselves. A menu closes when one of its links is followed. What is
// being typed is not overwritten by the answer to what was typed before.
htmx.registerExtension("house", {
  htmx_before_morph_attr: (element: Element, { attrName }: { attrName: string }) => {
    if (attrName === "open") return !element.matches("details:not(.menu), dialog");
    return !(attrName === "value" && element.matches("input:focus"));
  },
});
