// Prints the URLs of a handle: node resolve.ts 20.1000/100
import { openClient } from './client.ts';

const [handle = '20.1000/100'] = process.argv.slice(2);
const client = openClient();
const resolution = await client.resolver.resolve(handle, { types: ['URL'] });

switch (resolution.outcome) {
  case 'found':
    for (const { index, data } of resolution.values) {
      console.log(index, new TextDecoder().decode(data));
    }
    break;
  case 'handle-not-found':
  case 'values-not-found':
  case 'prefix-not-found':
    console.log(`not there: ${resolution.message}`);
    break;
  default:
    console.log(`${resolution.outcome}: ${resolution.message}`);
}

await client.close();
