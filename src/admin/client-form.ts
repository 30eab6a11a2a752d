import { parseEmail } from "#src/lib/email.ts";
import { foldText } from "#src/lib/fold.ts";
import type { Form } from "#src/lib/form.ts";
import { parseLocale } from "#src/lib/locale.ts";
import type { Site } from "#src/sites/site.ts";
import type { ClientFormFaults, ClientFormValues } from "#views/admin/client-form.tsx";
import type { Client, ClientFields } from "./client-store.ts";

const nameMax = 100;
const searchMax = 100;

/** A form that was sent. Shape: `fields` is null when there are faults. */
interface ParsedClientForm {
  values: ClientFormValues;
  fields: ClientFields | null;
  faults: ClientFormFaults;
}

/** Reads what an admin has typed of somebody; `sites` are those that can be given. */
export function parseClientForm(form: Form, sites: readonly Site[]): ParsedClientForm {
  const [given, editable] = [new Set(form.all("sites")), new Set(form.all("editable"))];
  const access = sites.flatMap(({ id, domain }) => {
    const canEdit = editable.has(String(id));
    // Who may change the settings of a site may see it, though only that was ticked.
    return canEdit || given.has(String(id)) ? [{ siteId: id, domain, canEdit }] : [];
  });
  const values: ClientFormValues = {
    name: form.text("name", nameMax),
    email: form.text("email", 254),
    role: form.text("role") === "admin" ? "admin" : "client",
    locale: parseLocale(form.text("locale")) ?? "en",
    requiresTotp: form.checked("requiresTotp"),
    access,
    search: form.text("q", searchMax),
  };
  const email = parseEmail(values.email);
  const faults: ClientFormFaults = {
    ...(values.name ? {} : { name: "name_missing" }),
    ...(email ? {} : { email: "email_invalid" }),
  };
  if (!email || faults.name) return { values, fields: null, faults };
  const { name, role, locale, requiresTotp } = values;
  return { values, fields: { name, email, role, locale, requiresTotp, access }, faults };
}

/** What the form shows of somebody. */
export function clientValues({ user, access }: Client): ClientFormValues {
  const { name, email, role, locale, requiresTotp } = user;
  return { name, email, role, locale, requiresTotp, access, search: "" };
}

/** The sites as the form lists them; those that were not searched for are there and hidden. */
export function siteChoices(sites: readonly Site[], { access, search }: ClientFormValues) {
  const byId = new Map(access.map((given) => [given.siteId, given]));
  const wanted = foldText(search);
  return sites.map(({ id, name, domain }) => ({
    ...{ id, name, domain },
    isGiven: byId.has(id),
    canEdit: byId.get(id)?.canEdit ?? false,
    isFound: foldText(`${name} ${domain}`).includes(wanted),
  }));
}
