import { MailAction } from "./mail-action.tsx";
import { MailFrame } from "./mail-frame.tsx";
import { rules } from "./mail-style.ts";
import type { Note } from "./note.ts";

/** A short mail: some sentences, one thing to do, and what to know about it. */
export function NoteMail({ note }: { note: Note }) {
  const { locale, subject, title, body, action, remarks, sender, unsubscribe } = note;
  return (
    <MailFrame {...{ locale, subject, sender }} preview={body.flat().join(" ")}>
      <h1 style={rules.title} class="ink">
        {title}
      </h1>
      {body.map((block) =>
        typeof block === "string" ? <Text>{block}</Text> : <List {...{ block }} />,
      )}
      <MailAction {...action} />
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
      {unsubscribe && (
        <p style={rules.small}>
          <a href={unsubscribe.url} style={rules.address} class="accent">
            {unsubscribe.label}
          </a>
        </p>
      )}
    </MailFrame>
  );
}

function Text({ children }: { children: string }) {
  return (
    <p style={rules.text} class="ink">
      {children}
    </p>
  );
}

function List({ block }: { block: string[] }) {
  return (
    <ul style={rules.list} class="ink">
      {block.map((line) => (
        <li>{line}</li>
      ))}
    </ul>
  );
}
