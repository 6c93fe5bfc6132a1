// Prints who was asked on the way to a record: node trace.ts 20.1000/100
import { openClient } from './client.ts';

const [handle = '20.1000/100'] = process.argv.slice(2);
const client = openClient();
const { outcome } = await client.resolver.resolve(handle, {
  trace({ purpose, protocol, address, port, milliseconds, responseCode, error }) {
    const answer = error ?? `code ${responseCode}`;
    const time = `${milliseconds.toFixed(1)} ms`;
    console.log(`${purpose} ${protocol} ${address} port ${port}: ${answer}, ${time}`);
  },
});
console.log(outcome);

await client.close();
