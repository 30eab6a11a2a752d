// The colours of views/styles/tokens.css: a mail cannot refer to them. Light ones stand inline, where
// every mail program sees them, dark ones in a sheet, which wins by `!important`.

export const light = {
  ground: "background-color:#f6f6f3",
  ink: "color:#17191a",
  soft: "color:#5c605f",
} as const;

const font =
  "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

const table = "border-collapse:separate;border-spacing:0";

/** Inline styles by what they are for. */
export const rules = {
  table,
  window: `${table};width:100%;table-layout:fixed`,
  // Outlook knows widths but no maxima, and so this is a width that others may make less of.
  column: `${table};width:560px;max-width:100%`,
  brand: `${font};font-size:17px;line-height:24px;font-weight:700;color:#0b6b66;padding:0 4px 14px`,
  card: `background-color:#ffffff;border:1px solid #e5e5e0;border-radius:10px;padding:28px 24px`,
  title: `${font};font-size:22px;line-height:30px;font-weight:700;overflow-wrap:anywhere;margin:0 0 14px;${light.ink}`,
  text: `${font};font-size:16px;line-height:24px;margin:0 0 14px;overflow-wrap:anywhere;${light.ink}`,
  list: `${font};font-size:16px;line-height:24px;margin:0 0 14px;padding:0 0 0 20px;${light.ink}`,
  button: `background-color:#0b6b66;border-radius:7px;padding:12px 20px`,
  buttonLink: `${font};font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none;display:inline-block;overflow-wrap:anywhere`,
  small: `${font};font-size:14px;line-height:21px;margin:0 0 8px;${light.soft}`,
  address: `${font};font-size:13px;line-height:19px;word-break:break-all;color:#0b6b66`,
  sender: `${font};font-size:13px;line-height:19px;padding:14px 4px 0;${light.soft}`,
} as const;

/** What changes in the dark, by class. Outlook takes no font from around a table, but from here. */
export const sheet = `td, th { ${font} }
@media (prefers-color-scheme: dark) {
.ground { background-color: #101314 !important }
.card { background-color: #181c1d !important; border-color: #2a3032 !important }
.ink { color: #eceeee !important }
.soft { color: #a0a8a9 !important }
.accent { color: #56c9be !important }
.button { background-color: #56c9be !important }
.on-accent { color: #06201e !important }
.line { border-color: #2a3032 !important }
.fill { background-color: #56c9be !important }
.pale { background-color: #2b6963 !important }
.empty { background-color: #2a3032 !important }
.good { color: #62cf92 !important }
.bad { color: #ff9488 !important }
}`;
