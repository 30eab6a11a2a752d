import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { HelpFrame } from "./frame.ts";
import { KeptFields } from "./search-form.tsx";

/** A site whose values a page can show. */
export interface SiteChoice {
  domain: string;
  name: string;
  isShown: boolean;
}

interface SitePickerProps {
  locale: Locale;
  frame: HelpFrame;
  slug: string;
  sites: readonly SiteChoice[];
}

/** Chooses whose line of HTML and whose links a page shows. */
export function SitePicker({ locale, frame, slug, sites }: SitePickerProps) {
  const { help } = messagesFor(locale);
  return (
    <form class="help-site" method="get" action={`/docs/${slug}`}>
      <KeptFields frame={frame} but="site" />
      <label for="help-site">{help.site}</label>
      <select class="input" name="site" id="help-site">
        {sites.map(({ domain, name, isShown }) => (
          <option key={domain} value={domain} selected={isShown}>
            {name === domain ? name : `${name} (${domain})`}
          </option>
        ))}
      </select>
      <Button variant="secondary" size="small">
        {help.show}
      </Button>
    </form>
  );
}
