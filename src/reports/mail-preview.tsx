import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { parseLocale } from "#src/lib/locale.ts";
import { framedHeaders, framingPolicy } from "#src/lib/page-policy.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { listSites } from "#src/sites/store.ts";
import { MailPreviewPage } from "#views/reports/mail-preview-page.tsx";
import { accountKinds, figureKinds, type PreviewDesk, previewLetter } from "./preview-letter.ts";

/** `GET /admin/mails/preview`: each mail as it would be sent, of a site and in a language. */
export async function showMailPreview(context: SignedInContext): Promise<Response> {
  const { sites, kinds, kind, site, desk } = await readChoice(context);
  const { subject, text } = await previewLetter(kind, site, desk);
  const { locale } = desk;
  const params = new URLSearchParams({ kind, site: site?.domain ?? "", locale });
  const page = (
    <MailPreviewPage
      shell={shellOf(context)}
      {...{ kinds, kind, subject, text, mailLocale: locale, site: site?.domain ?? "" }}
      sites={sites.map(({ name, domain }) => ({ value: domain, label: name }))}
      href={`/admin/mails/preview/document?${params}`}
    />
  );
  return htmlResponse(page, 200, { "content-security-policy": framingPolicy });
}

/**
 * `GET /admin/mails/preview/document`: the mail's HTML. Its styles are inline, which no page of ours
 * may have, and so it is a document without any rights, for a frame of the page above.
 */
export async function showMailDocument(context: SignedInContext): Promise<Response> {
  const { kind, site, desk } = await readChoice(context);
  const { html } = await previewLetter(kind, site, desk);
  const headers = { ...framedHeaders, "content-type": "text/html; charset=utf-8" };
  return new Response(html, { headers });
}

/** What was chosen, and what can be; without a choice the first. */
async function readChoice({ url, deps, principal, locale }: SignedInContext) {
  const { searchParams: params } = url;
  const { orm, reports } = deps.database;
  const sites = await listSites(orm, principal);
  const domain = params.get("site");
  const site = domain ? sites.find((one) => one.domain === domain) : (sites[0] ?? null);
  if (site === undefined) throw new NotFoundError();
  const kinds = site ? [...figureKinds, ...accountKinds] : accountKinds;
  const desk: PreviewDesk = {
    ...{ principal, reports, now: deps.now() },
    locale: parseLocale(params.get("locale")) ?? locale,
    publicUrl: deps.config.publicUrl ?? url.origin,
  };
  const kind = kinds.find((one) => one === params.get("kind")) ?? kinds[0] ?? "invitation";
  return { sites, kinds, kind, site, desk };
}
