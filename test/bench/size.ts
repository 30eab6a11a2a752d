import { trackerVariantName, trackerVariants } from "#src/lib/tracker-variant.ts";
import { budgetBytes, sizeOf, sizeWithEverythingOn } from "#test/support/script.ts";

// What a visitor loads of the script, for each combination of a site's settings; the last line is
// the heaviest of them. Fails over the budget.

for (const settings of trackerVariants) {
  const { raw, gzip, brotli } = sizeOf(settings);
  console.log(`${trackerVariantName(settings).padEnd(30)} ${raw} ${gzip} ${brotli}`);
}
const full = sizeWithEverythingOn();
console.log(JSON.stringify(full));
if (full.brotli > budgetBytes) {
  console.error(`The budget is ${budgetBytes} bytes after brotli.`);
  process.exit(1);
}
