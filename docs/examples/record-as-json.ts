// Prints a record as the JSON API gives it: node record-as-json.ts 20.1000/100
import { valueToJson } from 'hdl-edge';
import { openClient } from './client.ts';

const [handle = '20.1000/100'] = process.argv.slice(2);
const client = openClient();
const resolution = await client.resolver.resolve(handle);

if (resolution.outcome === 'found') {
  console.log(JSON.stringify(resolution.values.map(valueToJson), undefined, 2));
} else {
  console.log(`${resolution.outcome}: ${resolution.message}`);
}

await client.close();
