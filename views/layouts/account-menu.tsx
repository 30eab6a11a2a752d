import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Icon } from "#views/components/icon.tsx";
import { Menu } from "#views/components/menu.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { Shell } from "./shell.ts";

const languages = [
  { locale: "en", name: "English" },
  { locale: "fr", name: "Français" },
] as const;

export function AccountMenu({ shell, user }: { shell: Shell; user: NonNullable<Shell["user"]> }) {
  const { common } = messagesFor(shell.locale);
  return (
    <Menu summary={<Icon name="person" />} label={common.account} align="end" look="quiet">
      <p class="menu-head">
        <strong>{user.name}</strong>
        <span>{user.email}</span>
      </p>
      <div class="menu-group">
        <a
          class="menu-item"
          href="/account"
          aria-current={shell.path.split("?")[0] === "/account" ? "page" : undefined}
        >
          {common.account}
        </a>
      </div>
      <form method="post" action="/account/language" class="menu-group">
        <CsrfInput token={shell.csrf} />
        <input type="hidden" name="next" value={shell.path} />
        {languages.map(({ locale, name }) => (
          <button
            key={locale}
            type="submit"
            class="menu-item"
            name="locale"
            value={locale}
            lang={locale}
            aria-pressed={locale === shell.locale ? "true" : "false"}
          >
            {name}
            {locale === shell.locale && <Icon name="check" />}
          </button>
        ))}
      </form>
      <form method="post" action="/sign-out" class="menu-group">
        <CsrfInput token={shell.csrf} />
        <button type="submit" class="menu-item">
          {common.signOut}
        </button>
      </form>
    </Menu>
  );
}
