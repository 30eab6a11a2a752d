import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { hasSiteSearch, SiteSearch } from "#views/sites/site-search.tsx";

/** One site of the form, and what somebody may do with it. */
export interface SiteChoice {
  id: number;
  name: string;
  domain: string;
  isGiven: boolean;
  canEdit: boolean;
  /** Whether it is one that was searched for. */
  isFound: boolean;
}

interface SiteAccessProps {
  locale: Locale;
  sites: readonly SiteChoice[];
  search: string;
}

/**
 * Which sites somebody sees, and of which they may change the settings. A search hides the others
 * and never takes them out of the form: what was ticked stays so, and without scripts the form comes
 * back with all that it holds.
 */
export function SiteAccess({ locale, sites, search }: SiteAccessProps) {
  const { clients, sites: words } = messagesFor(locale);
  if (sites.length === 0)
    return (
      <fieldset class="site-access">
        <legend>{clients.sites}</legend>
        <p class="field-hint">{clients.sitesNone}</p>
      </fieldset>
    );
  return (
    <fieldset class="site-access" x-data="siteList">
      <legend>{clients.sites}</legend>
      <p class="field-hint site-access-all">{clients.sitesOfAdmin}</p>
      <div class="site-access-choice">
        <p class="field-hint">{clients.sitesHint}</p>
        {hasSiteSearch(sites.length) && (
          <div class="site-find">
            <SiteSearch locale={locale} value={search} isInForm />
            <noscript>
              <Button variant="secondary" name="find" value="on" isUnchecked>
                {clients.search}
              </Button>
            </noscript>
          </div>
        )}
        <ul>
          {sites.map((site) => (
            <SiteRow key={site.id} locale={locale} site={site} />
          ))}
        </ul>
        <p role="status" class="site-none">
          <span data-none hidden={sites.some(({ isFound }) => isFound)}>
            {words.noneFound}
          </span>
        </p>
      </div>
    </fieldset>
  );
}

function SiteRow({ locale, site }: { locale: Locale; site: SiteChoice }) {
  const { clients } = messagesFor(locale);
  const { id, name, domain, isGiven, canEdit, isFound } = site;
  return (
    <li data-search={`${name} ${domain}`} hidden={!isFound}>
      <div class="field field-checkbox">
        <input type="checkbox" id={`site-${id}`} name="sites" value={id} checked={isGiven} />
        <label for={`site-${id}`}>
          <span>
            {name} {name !== domain && <span class="muted">{domain}</span>}
          </span>
        </label>
      </div>
      <div class="field field-checkbox">
        <input type="checkbox" id={`edit-${id}`} name="editable" value={id} checked={canEdit} />
        <label for={`edit-${id}`}>
          {clients.mayEdit}
          <span class="sr-only"> {clients.mayEditOf({ site: name })}</span>
        </label>
      </div>
    </li>
  );
}
