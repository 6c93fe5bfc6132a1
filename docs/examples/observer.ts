// Counts exchanges with handle servers by protocol, and tells of oddities.
import type { Observer } from 'hdl-edge';
import { openClient } from './client.ts';

const handles = process.argv.slice(2);
const exchanges = new Map<string, number>();
const observer: Observer = {
  exchange({ protocol }) {
    exchanges.set(protocol, (exchanges.get(protocol) ?? 0) + 1);
  },
  warning({ name, message }) {
    console.log(`warning: ${name}: ${message}`);
  },
};

const client = openClient({ observer });
await Promise.all(handles.map((handle) => client.resolver.resolve(handle)));
for (const [protocol, count] of exchanges) console.log(`${protocol}: ${count} exchanges`);

await client.close();
