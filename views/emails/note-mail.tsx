import { MailFrame } from "./mail-frame.tsx";
import { rules } from "./mail-style.ts";
import type { Note } from "./note.ts";

/** A short mail: some sentences, one thing to do, and what to know about it. */
export function NoteMail({ note }: { note: Note }) {
  const { locale, subject, title, paragraphs, lines, action, remarks, sender } = note;
  return (
    <MailFrame {...{ locale, subject, sender }} preview={paragraphs.join(" ")}>
      <h1 style={rules.title} class="ink">
        {title}
      </h1>
      {paragraphs.map((text) => (
        <p style={rules.text} class="ink">
          {text}
        </p>
      ))}
      {lines.length > 0 && (
        <ul style={rules.list} class="ink">
          {lines.map((line) => (
            <li>{line}</li>
          ))}
        </ul>
      )}
      <Action {...action} />
      {remarks.map((text) => (
        <p style={rules.small} class="soft">
          {text}
        </p>
      ))}
      <p style={rules.small}>
        <a href={action.url} style={rules.address} class="accent">
          {action.url}
        </a>
      </p>
    </MailFrame>
  );
}

/** A link that looks like a button also where only a table's cell can have a ground. */
function Action({ label, url }: Note["action"]) {
  return (
    <table role="presentation" style="margin:22px 0 24px">
      <tr>
        <td style={rules.button} class="button">
          <a href={url} style={rules.buttonLink} class="on-accent">
            {label}
          </a>
        </td>
      </tr>
    </table>
  );
}
