import type { ComponentChildren } from "preact";
import type { Locale } from "#src/lib/locale.ts";
import { light, rules, sheet } from "./mail-style.ts";

interface MailFrameProps {
  locale: Locale;
  subject: string;
  /** What the list of mails shows beside the subject. */
  preview: string;
  sender: string;
  /** What stands below the mail, before who sends it. */
  foot?: ComponentChildren;
  children: ComponentChildren;
}

/**
 * The frame of every mail. Outlook lays out by tables and reads only inline styles; what knows media
 * queries turns dark by the sheet in the head. Nothing is loaded from anywhere.
 */
export function MailFrame(props: MailFrameProps) {
  const { locale, subject, preview, sender, foot, children } = props;
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{sheet}</style>
      </head>
      <body class="ground" style={`margin:0;padding:0;${light.ground}`}>
        <div style="display:none;max-height:0;overflow:hidden">{preview}</div>
        <main>
          <table
            role="presentation"
            cellSpacing="0"
            style={rules.window}
            class="ground"
            width="100%"
          >
            <tr>
              <td align="center" style="padding:24px 12px 40px">
                <table role="presentation" cellSpacing="0" style={rules.column} width="560">
                  <tr>
                    <td style={rules.brand} class="accent">
                      Tracker
                    </td>
                  </tr>
                  <tr>
                    <td style={rules.card} class="card">
                      {children}
                    </td>
                  </tr>
                  <tr>
                    <td style={rules.sender} class="soft">
                      {foot}
                      {sender}
                    </td>
                  </tr>
                </table>
              </td>
            </tr>
          </table>
        </main>
      </body>
    </html>
  );
}
