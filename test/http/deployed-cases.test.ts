import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordsFile } from '../../src/demo/index.ts';
import { DECISIONS } from './deployed-decisions.ts';
import { ask } from './kit/serve.ts';
import { type WholeProxy, wholeProxy } from './kit/whole-proxy.ts';

/** One request to the deployed proxy and what it answered. */
interface DeployedCase {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  /** `status Location`; several where the choice is random. */
  readonly outcomes: readonly string[];
  readonly responseHeaders: { readonly 'content-type'?: string };
  readonly json?: string;
}

const { handles, cases } = JSON.parse(
  readFileSync(new URL('../vectors/http.json', import.meta.url), 'utf8'),
) as RecordsFile & { readonly cases: readonly DeployedCase[] };

let proxy: WholeProxy;
let port = 0;

beforeAll(async () => {
  proxy = await wholeProxy(handles);
  port = proxy.port;
});

afterAll(() => proxy.close());

describe('requests to the deployed proxy are answered as there, or as decided', () => {
  for (const [position, deployed] of cases.entries()) {
    const name = `${deployed.method} ${deployed.path}`;
    const decision = DECISIONS.get(name);
    const title = `${position}: ${name.slice(0, 100)}`;
    if (decision !== undefined) {
      it(`${title} – decided: ${decision.why}`, async () => {
        const answer = await askAs(deployed);
        expect(outcomeOf(answer)).toBe(decision.outcome);
        // Whoever lists what agrees after all has not looked.
        expect(deployed.outcomes).not.toContain(decision.outcome);
        if (decision.json !== undefined) {
          const { message: _, ...rest } = JSON.parse(answer.body);
          expect(rest).toEqual(decision.json);
        }
      });
    } else {
      it(title, async () => {
        const answer = await askAs(deployed);
        expect(deployed.outcomes).toContain(outcomeOf(answer));
        const type = deployed.responseHeaders['content-type'];
        if (type !== undefined) expect(answer.headers['content-type']).toBe(type);
        if (deployed.json !== undefined) {
          expect(withoutMessage(answer.body)).toBe(withoutMessage(deployed.json));
        }
      });
    }
  }
});

it('every decision is about one of the requests', () => {
  const names = new Set(cases.map(({ method, path }) => `${method} ${path}`));
  const decided = cases.filter(({ method, path }) => DECISIONS.has(`${method} ${path}`)).length;
  process.stdout.write(
    `deployed cases: ${cases.length}, of which ${cases.length - decided} agree and ${decided} are decided otherwise\n`,
  );
  expect([...DECISIONS.keys()].filter((name) => !names.has(name))).toEqual([]);
});

function askAs({ method, path, headers, body }: DeployedCase) {
  const ascii = path.replace(/[^\0-\x7f]+/g, encodeURIComponent);
  return ask(port, ascii, { method, headers, ...(body !== undefined && { body }) });
}

function outcomeOf({ status, headers }: Awaited<ReturnType<typeof ask>>): string {
  return `${status} ${headers.location ?? ''}`;
}

/** The texts of messages are ours; that there is one, and all else, is the same. */
function withoutMessage(json: string): string {
  return json.replace(/"message":"(?:[^"\\]|\\.)+"/, '"message":"…"');
}
