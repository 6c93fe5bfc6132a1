// Starts the built demo and follows each of its example links: what the program says of itself
// must be true.
import { spawn } from 'node:child_process';
import http from 'node:http';

const demo = spawn(process.execPath, ['dist/main.js', 'demo', '--port', '0', '--json'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((resolve) => demo.once('exit', (code) => resolve(code)));

let output = '';
const links = await new Promise((resolve, reject) => {
  ended.then((code) => reject(new Error(`the demo ended with ${code}`)));
  demo.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    try {
      resolve(JSON.parse(output));
    } catch {
      // Not all of it has come yet.
    }
  });
});

let failed = 0;
for (const { url, headers, status, location, feature } of links) {
  const answer = await get(url, headers ?? {});
  const good = answer.status === status && (location ?? answer.location) === answer.location;
  if (!good) failed += 1;
  say(`${good ? 'ok  ' : 'FAIL'} ${answer.status} ${url} (${feature})`);
}

demo.kill('SIGTERM');
const status = await ended;
say(`${links.length - failed} of ${links.length} links answer as announced; exit status ${status}`);
process.exitCode = links.length === 0 || failed > 0 || status !== 0 ? 1 : 0;

function say(line) {
  process.stdout.write(`${line}\n`);
}

// node:http, because fetch would change some of the paths.
function get(url, headers) {
  return new Promise((resolve, reject) => {
    const { origin, hostname, port } = new URL(url);
    const path = url.slice(origin.length) || '/';
    http
      .get({ hostname, port, path, headers, agent: false }, (response) => {
        response.resume();
        response.on('end', () =>
          resolve({ status: response.statusCode, location: response.headers.location }),
        );
      })
      .on('error', reject);
  });
}
