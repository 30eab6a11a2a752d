/** What a visitor writes who wants it to run where it is read; each would set `window.hit`. */
export const hostileTexts = [
  "<script>window.hit=1</script>",
  "</script><script>window.hit=1</script>",
  '"><img src=x onerror=window.hit=1>',
  "'><svg/onload=window.hit=1>",
  "javascript:window.hit=1",
  "' onmouseover=window.hit=1 autofocus onfocus=window.hit=1 x='",
  "<iframe srcdoc='<script>parent.hit=1</script>'>",
  "{{constructor.constructor('window.hit=1')()}}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what the visitor writes.
  "${window.hit=1}",
  '<div x-data x-init="window.hit=1">',
  '<div hx-get="/sign-in" hx-trigger="load" hx-swap="outerHTML">',
  "&lt;script&gt;window.hit=1&lt;/script&gt;",
  "<meta http-equiv=refresh content='0;url=javascript:window.hit=1'>",
  "<!--<img src='--><img src=x onerror=window.hit=1//'>",
  "\u202e<b>\u2028\u2029",
];
