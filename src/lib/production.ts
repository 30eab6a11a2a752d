// A compiled binary is in development mode unless NODE_ENV is set when it runs; then libraries show
// internals in error pages. This is imported before anything else.
if (Bun.isStandaloneExecutable) Bun.env.NODE_ENV ??= "production";
