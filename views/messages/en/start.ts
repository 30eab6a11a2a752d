export const start = {
  title: "Web analytics without cookies",
  about: ({ host }: { host: string }) =>
    `At ${host}, owners of web sites see how many people visit them, where they come from and what they read. No cookies, and nobody is followed.`,
  signIn: "Sign in",
  visitorTitle: "Did you visit a site that is counted here?",
  visitorAbout: "You can read what is stored of a visit, and opt out.",
  visitorLink: "What is stored about visitors",
  help: "Help",
  setUpTitle: "Almost ready",
  setUpAbout:
    "This server has no account yet. The first one is created by a link that works once; it stands in the server’s log.",
  setUpLine: ({ line }: { line: string }) =>
    `Look there for the line that begins with “${line}”. Each start of the server prints a new one, and only the last one works.`,
};
