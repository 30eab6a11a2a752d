/** A text as a search compares it: `Café` and `cafe` are the same. */
export function foldText(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
