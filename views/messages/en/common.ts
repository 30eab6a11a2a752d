export const common = {
  skipToContent: "Skip to the content",
  sections: "Sections",
  sites: "Sites",
  auditLog: "Audit log",
  system: "System",
  account: "Your account",
  signOut: "Sign out",
  switchTheme: "Switch between light and dark",
  copy: "Copy",
  copied: "Copied",
  pages: "Pages",
  previousPage: "Previous",
  nextPage: "Next",
  pageOf: ({ page, pages }: { page: number; pages: number }) => `Page ${page} of ${pages}`,
  save: "Save",
  cancel: "Cancel",
  backToSites: "Back to the sites",
  backToStart: "Back to the start",
  tryAgain: "Try again",
  errors: {
    not_found: {
      title: "This page does not exist",
      text: "The address may be mistyped, or the page may not be yours to see.",
    },
    stale_form: {
      title: "This form is too old",
      text: "You may have signed in again since it was opened. Go back, reload the page and send the form once more.",
    },
    foreign_origin: {
      title: "This form came from elsewhere",
      text: "It was sent by another site, or by a browser that does not say where it came from. Open the form here and send it again.",
    },
    unknown_host: {
      title: "Not reachable by this name",
      text: "The server does not answer to this host name. Use the address that it is set up for.",
    },
    form_too_large: {
      title: "This is too much at once",
      text: "A form may hold up to 64 KB. Shorten what you wrote and send it again.",
    },
    unsupported_form: {
      title: "This form cannot be read",
      text: "Go back, reload the page and send the form once more.",
    },
    busy: {
      title: "The server is busy",
      text: "Wait a moment and try again.",
    },
    unavailable: {
      title: "The database does not answer",
      text: "Visits are still taken and kept on disk until it is back. Try again in a moment.",
    },
    internal: {
      title: "Something went wrong on our side",
      text: "Nothing was lost. Try again in a moment; if it happens again, the server's log says more.",
    },
  },
};
