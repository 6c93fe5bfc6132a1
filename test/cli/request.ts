import http, { type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** GET by node:http, which leaves the path of the URL as it is written. */
export function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { origin, hostname, port } = new URL(url);
  const path = url.slice(origin.length) || '/';
  return new Promise((resolve, reject) => {
    http
      .get({ hostname, port, path, headers, agent: false }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.once('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body }),
        );
      })
      .once('error', reject);
  });
}
