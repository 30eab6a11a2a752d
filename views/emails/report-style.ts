import { light } from "./mail-style.ts";

// A report has some hundred cells: their font is that of the card around them.

const plain = "border-collapse:collapse;border-spacing:0;width:100%";
const soft = `font-size:13px;line-height:18px;${light.soft}`;

/** Of a cell that is a bar: its text, a space, makes it no higher than it is. */
export const flat = "font-size:1px;line-height:1px;mso-line-height-rule:exactly";

/** Inline styles of a report by what they are for. */
export const reportRules = {
  table: plain,
  fixed: `${plain};table-layout:fixed`,
  kind: `margin:0 0 4px;${soft}`,
  title: `font-size:24px;line-height:30px;font-weight:700;margin:0;overflow-wrap:anywhere;${light.ink}`,
  days: `font-size:15px;line-height:22px;margin:2px 0 0;overflow-wrap:anywhere;${light.soft}`,
  site: "border-top:1px solid #e5e5e0;margin-top:28px;padding-top:24px",
  siteName: `font-size:20px;line-height:26px;font-weight:700;margin:0;overflow-wrap:anywhere;${light.ink}`,
  heading: `font-size:15px;line-height:20px;font-weight:700;margin:26px 0 8px;${light.ink}`,
  total: "width:50%;padding:14px 8px 0 0;vertical-align:top",
  label: soft,
  value: `font-size:22px;line-height:28px;font-weight:700;white-space:nowrap;${light.ink}`,
  note: `margin:12px 0 0;${soft}`,
  text: `font-size:16px;line-height:24px;margin:14px 0 0;overflow-wrap:anywhere;${light.ink}`,
  column: "vertical-align:bottom;text-align:center;height:90px;padding:0 2px",
  narrowColumn: "vertical-align:bottom;height:64px;padding:0 1px 0 0",
  day: `font-size:12px;line-height:16px;text-align:center;padding:4px 0 0;${light.soft}`,
  count: `font-size:12px;line-height:16px;text-align:center;${light.ink}`,
  name: `font-size:14px;line-height:20px;padding:6px 8px 2px 0;word-break:break-word;${light.ink}`,
  number: `font-size:14px;line-height:20px;padding:6px 0 2px;text-align:right;vertical-align:bottom;white-space:nowrap;${light.ink}`,
  // Outlook knows no margins of tables, and makes no cell lower than its text, a space at least.
  listTitle: `font-size:15px;line-height:20px;font-weight:700;text-align:left;padding:24px 0 4px;${light.ink}`,
  unit: `font-weight:400;text-align:right;padding:24px 0 4px;${soft}`,
  bar: "border-collapse:collapse",
  barFill: `height:4px;padding:0;${flat};background-color:#8cc6c1`,
  link: "color:#0b6b66",
} as const;

export const tones = {
  good: "font-size:13px;line-height:18px;color:#1b7340",
  bad: "font-size:13px;line-height:18px;color:#b02a1e",
  same: soft,
} as const;
