import type { Locale } from "#src/lib/locale.ts";
import { Icon } from "#views/components/icon.tsx";
import { Menu } from "#views/components/menu.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { Shell } from "./shell.ts";

/** How many fit beside the brand on a phone. */
const rowMax = 2;

interface SectionsProps {
  locale: Locale;
  path: string;
  role: NonNullable<Shell["user"]>["role"];
}

interface Section {
  href: string;
  label: string;
  current: "page" | "true" | undefined;
}

/** The sections in a row, and on a phone, which has no room for many, in a menu named for where one is. */
export function Sections({ locale, path, role }: SectionsProps) {
  const { common } = messagesFor(locale);
  const sections = sectionsOf({ locale, path, role });
  const hasMenu = sections.length > rowMax;
  return (
    <nav class="sections" aria-label={common.sections}>
      <div class="sections-row" data-has-menu={hasMenu ? "" : undefined}>
        {sections.map(({ href, label, current }) => (
          <a key={href} href={href} aria-current={current}>
            {label}
          </a>
        ))}
      </div>
      {hasMenu && <SectionsMenu name={common.sections} sections={sections} />}
    </nav>
  );
}

function SectionsMenu({ name, sections }: { name: string; sections: readonly Section[] }) {
  const here = sections.find(({ current }) => current);
  return (
    <div class="sections-menu">
      <Menu
        look="quiet"
        summary={
          <>
            {here && <span class="sr-only">{name}</span>}
            <span>{here?.label ?? name}</span>
            <Icon name="down" />
          </>
        }
      >
        {sections.map(({ href, label, current }) => (
          <a key={href} class="menu-item" href={href} aria-current={current}>
            {label}
            {current && <Icon name="check" />}
          </a>
        ))}
      </Menu>
    </div>
  );
}

function sectionsOf({ locale, path, role }: SectionsProps): Section[] {
  const { common, help } = messagesFor(locale);
  const sections = [
    { href: "/sites", label: common.sites, isAdmins: false },
    { href: "/admin/clients", label: common.clients, isAdmins: true },
    { href: "/admin/audit", label: common.auditLog, isAdmins: true },
    { href: "/admin/system", label: common.system, isAdmins: true },
    { href: "/docs", label: help.title, isAdmins: false },
  ];
  return sections
    .filter(({ isAdmins }) => !isAdmins || role === "admin")
    .map(({ href, label }) => ({ href, label, current: currency(path, href) }));
}

/** Whether a section is the page itself or merely the one that the page is in. */
function currency(path: string, href: string): Section["current"] {
  const [here = ""] = path.split("?");
  if (here === href) return "page";
  // An admin's table of all sites is in the section that leads to it, and so are the mails.
  const place = `${here}/`
    .replace(/^\/admin\/sites\//, "/sites/")
    .replace(/^\/admin\/mails\//, "/admin/system/");
  return place.startsWith(`${href}/`) ? "true" : undefined;
}
