// Runs before the first paint, so that a page that was switched to dark never flashes light, and
// what needs scripts shows only where there are any.
const root = document.documentElement;
root.dataset.js = "";
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
} catch {
  // Storage can be refused altogether; the system's theme is right then.
}
