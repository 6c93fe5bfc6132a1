// Whether the proxy in this container lives: ends with status 0 when it does.
import http from 'node:http';
import https from 'node:https';

const { HDL_EDGE_PORT: given = '', HDL_EDGE_TLS_CERT: certificate = '' } = process.env;
// Kubernetes sets this variable to tcp://… for a service called hdl-edge; the program ignores that.
const port = /^\d+$/.test(given) ? Number(given) : 8080;
const { get } = certificate === '' ? http : https;

const request = get(
  // Nobody else listens here, and the certificate is for the name that visitors use.
  { host: '127.0.0.1', port, path: '/livez', timeout: 2_000, rejectUnauthorized: false },
  (response) => {
    process.exit(response.statusCode === 200 ? 0 : 1);
  },
);
request.on('timeout', () => process.exit(1));
request.on('error', () => process.exit(1));
