import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { Icon } from "./icon.tsx";

interface CopyBoxProps {
  locale: Locale;
  /** What the text is, for who cannot see it. */
  label: string;
  text: string;
  /** The language of a text that is not in the reader's. */
  lang?: Locale;
}

/** A piece of code with a button that copies it; without scripts it can still be selected. */
export function CopyBox({ locale, label, text, lang }: CopyBoxProps) {
  const { common } = messagesFor(locale);
  return (
    <figure class="copy-box" x-data="copyBox">
      <figcaption class="sr-only">{label}</figcaption>
      <pre>
        <code x-ref="text" lang={lang}>
          {text}
        </code>
      </pre>
      <button
        type="button"
        class="btn needs-js"
        data-variant="secondary"
        data-size="small"
        x-on:click="copy"
      >
        <Icon name="copy" />
        <span x-show="!isCopied">{common.copy}</span>
        <span x-show="isCopied" x-cloak role="status">
          {common.copied}
        </span>
      </button>
    </figure>
  );
}
