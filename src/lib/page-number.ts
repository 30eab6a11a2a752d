/** The page that an address asks for, counted from 1; what is no page of `max` is the first. */
export function parsePageNumber(text: string | null, max: number): number {
  const page = Number(text ?? 1);
  return Number.isSafeInteger(page) && page >= 1 && page <= max ? page : 1;
}
