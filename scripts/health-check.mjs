/** For the image, which has no curl: ends with 0 while the server answers. */
const port = process.env.PORT || 3000;
const answer = await fetch(`http://localhost:${port}/api/health`, {
  signal: AbortSignal.timeout(4_000),
}).catch(() => null);
process.exit(answer?.ok ? 0 : 1);
