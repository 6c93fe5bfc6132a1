// Prints the sites that answer for a handle, and their servers: node list-sites.ts 20.1000/100
import { openClient } from './client.ts';

const [handle = '20.1000/100'] = process.argv.slice(2);
const client = openClient();
const found = await client.resolver.serviceOf(handle);

if (found.kind === 'service') {
  console.log(found.service.name);
  for (const { attributes, servers } of found.service.sites) {
    const description = attributes.find(({ name }) => name === 'desc')?.value ?? 'a site';
    console.log(`${description}: ${servers.length} server(s)`);
    for (const { serverId, interfaces } of servers) {
      console.log(`  ${serverId}: ports ${interfaces.map(({ port }) => port).join(', ')}`);
    }
  }
} else {
  console.log(`${found.kind}: ${found.message}`);
}

await client.close();
