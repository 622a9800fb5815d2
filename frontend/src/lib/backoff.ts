/** How long to wait before the n-th try: 1 to 30 seconds, with jitter so that pages do not reconnect all at once. */
export const backoff = (tries: number, random = Math.random) => {
  const most = Math.min(30_000, 1000 * 2 ** Math.min(tries, 5))
  return Math.round(Math.max(1000, most * (0.5 + random() / 2)))
}
