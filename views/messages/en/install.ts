export const install = {
  platformsLabel: "What the site is made with",
  platforms: {
    html: "Plain HTML",
    wordpress: "WordPress",
    webflow: "Webflow",
    shopify: "Shopify",
    next: "Next.js",
    gtm: "Google Tag Manager",
    spa: "Single-page app",
    other: "Squarespace, Wix, others",
  },
  guides: {
    html: {
      before: [
        "Open the HTML file of a page, or the template that all pages share, in a text editor.",
      ],
      paste: "Paste this line just before </head>:",
      after: [
        "Save it and upload it to your web space as you always do.",
        "Without a shared template, do the same in every page that is to be counted.",
      ],
      troubles: [
        "A page opened from your own disk (its address begins with file:) is not counted. Open the site by its domain.",
      ],
    },
    wordpress: {
      before: [
        "In the WordPress admin, install and activate the free plug-in “WPCode – Insert Headers and Footers”.",
        "In the menu on the left, open Code Snippets, then Header & Footer.",
      ],
      paste: "Paste this line into the box “Header”:",
      after: [
        "Click Save Changes.",
        "If you use a caching plug-in, empty its cache once.",
        "Open your site in another browser, where you are not signed in to WordPress.",
      ],
      troubles: [
        "Plug-ins that make a site faster (WP Rocket, LiteSpeed Cache, Autoptimize and others) may delay or merge scripts: visitors who leave at once are then missed. Add this server’s address to the scripts that they leave alone.",
      ],
    },
    webflow: {
      before: ["In Webflow, open the settings of your site, then Custom code."],
      paste: "Paste this line into the box “Head code”:",
      after: ["Click Save changes.", "Publish the site: before that, visitors see the old pages."],
      troubles: [
        "Custom code needs a paid plan, and does not run in the Designer’s preview.",
        "The address that ends in webflow.io is another host. To count visits there, add it in this site’s settings under “Other host names”.",
      ],
    },
    shopify: {
      before: [
        "In the Shopify admin, open Online Store, then Themes.",
        "Beside your theme, open the menu with three dots and choose Edit code.",
        "In the folder Layout, open theme.liquid.",
      ],
      paste: "Paste this line just before </head>:",
      after: ["Click Save."],
      troubles: [
        "After a change of theme, paste the line into the new one.",
        "The pages of the checkout are Shopify’s own and are not counted.",
        "Do not use a “custom pixel” for it: it runs shut away from the page and cannot see it.",
      ],
    },
    next: {
      before: ["Open app/layout.tsx, the layout that all pages share."],
      paste: "Import Script and put it at the end of the body, as in this example:",
      after: [
        "Build and deploy the site. That a visitor has gone to another page is noticed by itself.",
        "With a pages folder instead of app, put the same <Script> into pages/_app.tsx.",
      ],
      troubles: [
        "On your own machine (localhost) nothing is counted, unless “Count test traffic” is on in this site’s settings.",
      ],
    },
    gtm: {
      before: [
        "In Google Tag Manager, open your container and choose Tags, then New.",
        "As tag type choose Custom HTML.",
      ],
      paste: "Paste this line into the box “HTML”:",
      after: [
        "As trigger choose “All Pages”, the one of the type Page View.",
        "Save the tag, then click Submit and Publish.",
      ],
      troubles: [
        "Many ad blockers stop Google Tag Manager and everything in it. Straight in the pages, the line counts more visits.",
        "If the container waits for consent, so does this tag.",
        "No trigger for “History Change” is needed: page changes are noticed by themselves, and would not be counted twice.",
      ],
    },
    spa: {
      before: ["Open the one HTML file of the app, as a rule index.html."],
      paste: "Paste this line just before </head>:",
      after: [
        "Build and deploy the app. Each change of the address is counted as a page, with React, Vue, Angular, Svelte and any other router.",
        "If addresses look like /#/menu, switch on “Pages differ by what follows #” in this site’s settings.",
      ],
      troubles: [
        "On your own machine (localhost) nothing is counted, unless “Count test traffic” is on in this site’s settings.",
        'To count views yourself, add data-track-manual to the line and call tracker(null, {url:"/users/:id"}) for each view.',
      ],
    },
    other: {
      before: [
        "Squarespace: open Settings, Developer Tools, Code Injection, and there the box “Header”.",
        "Wix: open Settings, Custom Code, then Add Custom Code; choose All pages, Load code once, and Head; then click Apply.",
        "Elsewhere: look for “custom code”, “tracking code” or “code in the head”.",
      ],
      paste: "Paste this line there:",
      after: ["Save, and publish the site if your system asks for it."],
      troubles: ["Many of these systems offer custom code only in paid plans."],
    },
  },
  package: {
    title: "Or bundle it with the app",
    about:
      "The same script as an ES module with types. Build the package from this server’s source with bun run build:npm, add it to the app, leave the line of HTML out, and call it once:",
  },
  troubles: {
    title: "What usually goes wrong",
    cache:
      "An old page is still served. Empty the cache of your site, of its plug-ins and of a CDN.",
    consent:
      "A consent tool holds the script back until visitors agree. It sets no cookie and stores nothing on their device; whether it may run before is for you to decide.",
    blocker:
      "Your own ad blocker stops it. Switch it off for your site, or look with a phone over its mobile network.",
    policy:
      "The site has a content security policy, which a developer will know. It has to allow this server twice:",
    policyLabel: "What the content security policy has to allow",
  },
  times: ({ text }: { text: string }) => `${text} ×`,
  refusedTitle: "Something has arrived since yesterday and was not counted:",
  refused: {
    overloaded: () =>
      "sent while the server had too much to do. The browser tries it again by itself.",
    unavailable: () =>
      "not stored, because the database did not answer. An admin finds more on the page “System”.",
    rate_limited: () =>
      "sent too fast from one address. Wait ten seconds and open a page once more.",
    too_large: () => "too large: the properties of an event may have 1 KB.",
    unknown_site: () => "sent with a key of no site. Copy the line once more.",
    unauthorized: () => "sent by a server without this site’s secret key.",
    do_not_track: () =>
      "sent by a browser that asks not to be tracked, which this site respects. Try another browser, or change it in the settings.",
    bot: () =>
      "sent by a program, such as a preview or a monitor. Open a page in an ordinary browser.",
    excluded_ip: () =>
      "sent from an address that this site leaves out; perhaps it is yours. Try another network, or change it in the settings.",
    excluded_path: () => "about a page that this site leaves out. Open another one.",
    foreign_origin: ({ domain }: { domain: string }) =>
      `sent from another address than ${domain}. If visitors reach the site there too, add its host under “Other host names”.`,
    foreign_page: ({ domain }: { domain: string }) =>
      `about a page at another address than ${domain}. If visitors reach the site there too, add its host under “Other host names”.`,
    malformed: () =>
      "not understood: something changes it on the way. Look for a plug-in or a proxy that rewrites scripts.",
    too_old: () => "more than a day late.",
    unstorable: () => "refused by the database. The server’s log says more.",
  },
  checksTitle: "Nothing yet? Look at these:",
  checks: {
    published: ({ domain }: { domain: string }) =>
      `Open ${domain} itself, as visitors do, not the preview of an editor.`,
    source: ({ siteKey }: { siteKey: string }) =>
      `Look at the source of the page (Ctrl+U, on a Mac ⌥⌘U) and search it for ${siteKey}. If it is not there, the page is an old one, or the line is in another template.`,
    blocker: () => "Switch your ad blocker off for a moment, or take another browser.",
    host: ({ domain }: { domain: string }) =>
      `Is the site at another address than ${domain}? Then add its host in the settings.`,
  },
};
