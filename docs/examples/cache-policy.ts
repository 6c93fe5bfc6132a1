// Looks a handle up three times under a cache policy of its own, and forgets it before the last.
import { openClient } from './client.ts';

const [handle = '20.1000/100'] = process.argv.slice(2);
const client = openClient({
  cacheMaxBytes: 8 * 2 ** 20,
  policy: { maxTtlSeconds: 600, staleMs: 3_600_000, notFoundMs: 10_000 },
});

for (const moment of ['at first', 'again', 'after a purge']) {
  if (moment === 'after a purge') client.resolver.purge({ handle });
  const resolution = await client.resolver.resolve(handle);
  if (resolution.outcome === 'found') console.log(`${moment}: ${resolution.cache}`);
}
const { entries } = client.resolver.inspect(handle);
for (const { freshUntil, receivedAt } of entries) {
  console.log(`kept for ${(freshUntil - receivedAt) / 1000} s`);
}

await client.close();
