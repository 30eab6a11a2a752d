/** The least that a collector can do: read the body, answer 202. What the machine allows at most. */
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: async (request) => {
    await request.text();
    return new Response(null, { status: 202 });
  },
});
console.log(`ready at http://localhost:${server.port}`);
