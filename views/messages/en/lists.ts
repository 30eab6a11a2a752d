export const lists = {
  all: "All",
  allOf: ({ list }: { list: string }) => `All: ${list}`,
  back: "Back to the dashboard",
  close: "Close",
  search: "Search",
  searchIn: ({ list }: { list: string }) => `Search in the list: ${list}`,
  clearSearch: "Show the whole list",
  nothingFound: ({ text }: { text: string }) => `Nothing in this list contains “${text}”.`,
  none: "Nothing in this period.",
  place: ({ first, last, of }: { first: string; last: string; of: string }) =>
    `${first} to ${last} of ${of}`,
  exclude: "Exclude",
  excludeValue: ({ value }: { value: string }) => `Exclude ${value}`,
  excludeByKey: "Alt and a click exclude it",
};
