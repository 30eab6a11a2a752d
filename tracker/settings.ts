// Settings of the site, which the build of the script bakes in: what a site does not use, its
// script does not carry. The package for bundlers is given them at run time.
declare const HASH_MODE: boolean;
declare const RESPECT_DNT: boolean;
declare const COUNT_TEST_TRAFFIC: boolean;
declare const COUNT_LINKS: boolean;
declare const COUNT_FORMS: boolean;

/** What is counted and how. */
export const settings = {
  /** The fragment is part of the page's address, as hash routers have it. */
  hashMode: HASH_MODE,
  /** When the browser asks not to be tracked (DNT or GPC), say only that one more has asked. */
  respectDnt: RESPECT_DNT,
  /** Count local hosts, files and automated browsers as well. */
  countTestTraffic: COUNT_TEST_TRAFFIC,
  /** Count clicks that leave the site, call, write or download. */
  countLinks: COUNT_LINKS,
  /** Count forms that are sent. */
  countForms: COUNT_FORMS,
  /** The page says itself when it is viewed. The script looks for `data-track-manual` instead. */
  manual: false,
};
