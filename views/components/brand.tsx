/** The product's mark; the icons of public/ are made from the same shape. */
export function Brand() {
  return (
    <>
      <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect class="brand-ground" width="32" height="32" rx="8" />
        <path class="brand-line" d="M7 21.5 13 14l5 4.5L25 9.5" />
        <circle class="brand-dot" cx="25" cy="9.5" r="2.6" />
      </svg>
      <span class="brand-name">Tracker</span>
    </>
  );
}
