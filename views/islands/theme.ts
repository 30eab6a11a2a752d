// Runs before the first paint, so that a page that was switched to dark never flashes light, and
// what needs scripts shows only where there are any. Who has signed in has the theme of their
// account, which the server has written; this browser keeps it for the pages before the sign-in.
const root = document.documentElement;
root.dataset.js = "";
try {
  if (document.currentScript?.dataset.account !== undefined) keep(root.dataset.theme);
  else {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  }
} catch {
  // Storage can be refused altogether; the system's theme is right then.
}

function keep(theme: string | undefined): void {
  if (theme) localStorage.setItem("theme", theme);
  else localStorage.removeItem("theme");
}
