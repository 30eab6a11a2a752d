export const help = {
  title: "Help",
  groups: {
    start: "First steps",
    platforms: "Guides by platform",
    counting: "What is counted",
    reading: "Reading the figures",
    managing: "Sites and people",
    privacy: "Privacy",
    server: "The server",
  },
};
