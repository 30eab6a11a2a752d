import { rules } from "./mail-style.ts";

/** A link that looks like a button also where only a table's cell can have a ground. */
export function MailAction({ label, url }: { label: string; url: string }) {
  return (
    <table role="presentation" cellSpacing="0" style={`${rules.table};margin:22px 0 24px`}>
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
