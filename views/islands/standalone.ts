/** Whether the page stands in the window of the installed app. */
export function isStandalone(): boolean {
  // iOS has its own word for it.
  const isOnIos = (navigator as { standalone?: boolean }).standalone === true;
  return isOnIos || matchMedia("(display-mode: standalone)").matches;
}
