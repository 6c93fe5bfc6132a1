import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** The least that a server in the same framework can do: a redirect that leads from anywhere to one place. */
const app = new Hono();
app.get('/*', (c) => c.redirect(process.argv[2] ?? ''));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.stdout.write(`ready on http://127.0.0.1:${port} \n`);
});
