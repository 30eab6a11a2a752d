import { formatFullNumber } from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

export interface ReaderListProps {
  /** How many people can open the figures, are sent reports, and are sent them without an account. */
  readers: { admins: number; clients: number; reported: number; addresses: number };
  /** Whether the server sends mails at all. */
  canSend: boolean;
}

/** Who can read what is stored. */
export function ReaderList({ locale, readers, canSend }: ReaderListProps & { locale: Locale }) {
  const words = messagesFor(locale).privacy.readers;
  const say = (count: number) => ({ count, text: formatFullNumber(locale, count) });
  const { admins, clients, reported, addresses } = readers;
  return (
    <section class="card">
      <h2>{words.title}</h2>
      <ul class="advice privacy-list">
        <li>{words.admins(say(admins))}</li>
        <li>{words.clients(say(clients))}</li>
        {canSend && <li>{words.reported(say(reported))}</li>}
        {canSend && addresses > 0 && <li>{words.addresses(say(addresses))}</li>}
      </ul>
      <p class="card-text">
        {!canSend && `${words.noMail} `}
        {words.nobodyElse}
      </p>
    </section>
  );
}
