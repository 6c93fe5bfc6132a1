// Whether the proxy in this container lives: ends with status 0 when it does.
import { get } from 'node:http';

const { HDL_EDGE_PORT: given = '' } = process.env;
// Kubernetes sets this variable to tcp://… for a service called hdl-edge; the program ignores that.
const port = /^\d+$/.test(given) ? Number(given) : 8080;

const request = get({ host: '127.0.0.1', port, path: '/livez', timeout: 2_000 }, (response) => {
  process.exit(response.statusCode === 200 ? 0 : 1);
});
request.on('timeout', () => process.exit(1));
request.on('error', () => process.exit(1));
