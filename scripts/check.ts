/** The gates, in the order in which they fail fastest. `bun run check` at home is what counts. */
const gates: readonly { name: string; command: string[] }[] = [
  { name: "assets", command: ["bun", "scripts/prepare.ts"] },
  { name: "types", command: ["tsc", "--noEmit", "-p", "."] },
  { name: "format and lint", command: ["biome", "check", "--error-on-warnings", "."] },
  { name: "promises and switches", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  { name: "folder boundaries", command: ["bun", "test", "test/tidy.test.ts"] },
  { name: "unused code", command: ["knip"] },
  { name: "tests", command: ["bun", "test", "--max-concurrency=4", "--timeout=60000"] },
];

for (const { name, command } of gates) {
  const startedMs = performance.now();
  console.log(`\n== ${name}: ${command.join(" ")}`);
  const { exitCode } = Bun.spawnSync(command, { stdout: "inherit", stderr: "inherit" });
  if (exitCode !== 0) {
    console.error(`\n${name} failed`);
    process.exit(1);
  }
  console.log(`== ${name}: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
}
console.log("\nall gates passed");
