/** For the image, which has no curl: ends with 0 while the server answers, from the moment when it can answer everything. */
const port = process.env.PORT || 3000;
const answer = await fetch(`http://localhost:${port}/api/health`, {
  signal: AbortSignal.timeout(4_000),
})
  .then((response) => response.json())
  .catch(() => null);
process.exit(answer?.status === 'ok' ? 0 : 1);
