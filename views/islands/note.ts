/** What a note offers. */
interface Action {
  label: string;
  isMain?: boolean;
  run(): void;
}

interface Note {
  name: string;
  text: string;
  actions?: readonly Action[];
  link?: { label: string; href: string };
}

const placeId = "notes";

/** Shows a note over the foot of the page, where nothing moves; it takes the place of its namesake. */
export function showNote({ name, text, actions = [], link }: Note): void {
  removeNote(name);
  const note = make("div", "note");
  note.dataset.name = name;
  note.setAttribute("role", "status");
  const sentence = make("p", "note-text");
  sentence.textContent = text;
  if (link) sentence.append(" ", makeLink(link));
  note.append(sentence);
  if (actions.length > 0) {
    const buttons = make("div", "note-actions");
    buttons.append(...actions.map(makeButton));
    note.append(buttons);
  }
  placeOfNotes().append(note);
}

export function removeNote(name: string): void {
  document.querySelector(`.note[data-name="${name}"]`)?.remove();
}

function placeOfNotes(): HTMLElement {
  const place = document.getElementById(placeId) ?? make("div", "notes");
  place.id = placeId;
  if (!place.isConnected) document.body.append(place);
  return place;
}

function makeButton({ label, isMain, run }: Action): HTMLButtonElement {
  const button = make("button", "btn");
  button.type = "button";
  button.dataset.variant = isMain ? "primary" : "quiet";
  button.dataset.size = "small";
  button.textContent = label;
  button.addEventListener("click", run);
  return button;
}

function makeLink({ label, href }: { label: string; href: string }): HTMLAnchorElement {
  const link = make("a", "note-link");
  link.href = href;
  link.textContent = label;
  return link;
}

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = className;
  return element;
}
