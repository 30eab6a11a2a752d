import { removeNote, showNote } from "./note.ts";
import { isPull, isReady, offsetOf } from "./pull.ts";
import { words } from "./pwa-words.ts";
import { isStandalone } from "./standalone.ts";

// In a browser's own window its own gesture reloads the page; in the app's there may be none, or one
// that throws the page away, so there it refreshes the figures as the page does by itself.

const runningOffset = 72;
const failedForMs = 6_000;
const waitMaxMs = 20_000;
const indicator = document.createElement("div");
const said = document.createElement("p");
let begun: { x: number; y: number } | null = null;
let down = 0;

export function watchPull(): void {
  if (!isStandalone() || !document.querySelector("#figures, .site-list")) return;
  indicator.className = "pull";
  indicator.setAttribute("aria-hidden", "true");
  said.className = "sr-only";
  said.setAttribute("role", "status");
  document.body.append(indicator, said);
  const passive = { passive: true };
  document.addEventListener("touchstart", begin, passive);
  document.addEventListener("touchmove", follow, passive);
  document.addEventListener("touchend", letGo, passive);
  document.addEventListener("touchcancel", giveUp, passive);
}

function begin({ touches, target }: TouchEvent): void {
  const [touch] = touches;
  const isOne = touch && touches.length === 1 && indicator.dataset.state !== "running";
  begun = isOne && isAtTop(target) ? { x: touch.clientX, y: touch.clientY } : null;
}

/** Neither the page nor anything scrolled in it could still go up, and nothing lies over it. */
function isAtTop(target: EventTarget | null): boolean {
  if (scrollY > 0 || document.querySelector("dialog[open], details.menu[open], :popover-open"))
    return false;
  for (let one = target instanceof Element ? target : null; one; one = one.parentElement)
    if (one !== document.documentElement && one.scrollTop > 0) return false;
  return true;
}

function follow({ touches }: TouchEvent): void {
  const [touch] = touches;
  if (!begun || !touch || touches.length > 1) {
    giveUp();
    return;
  }
  down = touch.clientY - begun.y;
  if (indicator.dataset.state !== "pulled") {
    if (isPull(down, touch.clientX - begun.x)) indicator.dataset.state = "pulled";
    // A finger that goes aside or up means something else, whatever it does later.
    else if (Math.hypot(down, touch.clientX - begun.x) > 20) begun = null;
    if (indicator.dataset.state !== "pulled") return;
  }
  moveTo(offsetOf(down));
  indicator.style.setProperty("--turn", `${down * 2}deg`);
  indicator.toggleAttribute("data-ready", isReady(down));
}

function letGo(): void {
  if (indicator.dataset.state === "pulled" && isReady(down)) void refresh();
  else giveUp();
}

/** Leaves alone what has been let go and is under way. */
function giveUp(): void {
  if (indicator.dataset.state !== "running") settle();
}

function settle(): void {
  begun = null;
  down = 0;
  delete indicator.dataset.state;
  indicator.removeAttribute("data-ready");
  moveTo(0);
}

function moveTo(offset: number): void {
  indicator.style.setProperty("translate", `0 ${offset}px`);
}

async function refresh(): Promise<void> {
  settle();
  indicator.dataset.state = "running";
  moveTo(runningOffset);
  said.textContent = words.pull.running;
  const live = document.querySelector("#live");
  // Figures of a period that is over do not change, and the list of sites does not refresh itself.
  if (!live || !document.querySelector("#refresh")) {
    location.reload();
    return;
  }
  const isDone = await askForFigures(live);
  settle();
  said.textContent = isDone ? words.pull.done : "";
  if (isDone) return;
  showNote({ name: "pull", text: words.pull.failed });
  setTimeout(() => removeNote("pull"), failedForMs);
}

/** Has the page refresh its figures as its stream would; whether they came. */
function askForFigures(live: Element): Promise<boolean> {
  let resolve: (isDone: boolean) => void = () => {};
  const promise = new Promise<boolean>((settled) => {
    resolve = settled;
  });
  const onEnd = (event: Event) => {
    const { ctx } = (event as CustomEvent<FinishedRequest>).detail;
    // A person's own click goes before, and brings other figures.
    resolve(ctx?.response?.status === 200);
  };
  document.addEventListener("htmx:finally:request", onEnd, { once: true });
  setTimeout(() => resolve(false), waitMaxMs);
  live.dispatchEvent(new CustomEvent("figures"));
  return promise;
}

interface FinishedRequest {
  ctx?: { response?: { status: number } };
}
