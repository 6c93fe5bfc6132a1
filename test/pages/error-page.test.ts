import { describe, expect, it } from 'vitest';
import { parseNamespace } from '../../src/namespace/parse-namespace.ts';
import type { Resolution } from '../../src/resolver/resolution.ts';
import { startTestProxy } from '../http/kit/serve.ts';
import { hrefsOf, textOf } from './kit/html.ts';

async function failurePage(failure: Partial<Resolution>, handle = '20.500.1/x') {
  const { resolver, get } = await startTestProxy();
  resolver.answer(handle, failure);
  return get(`/${encodeURI(handle)}`);
}

describe('the page of a failure', () => {
  it.each<[Partial<Resolution>, number, string]>([
    [{ outcome: 'handle-not-found', responseCode: 100 }, 404, 'No such handle'],
    [{ outcome: 'prefix-not-found', prefix: '20.500.1' }, 404, 'the prefix 20.500.1'],
    [{ outcome: 'values-not-found', responseCode: 200 }, 404, 'no public values of the kind'],
    [{ outcome: 'alias-loop', aliases: ['1/a', '1/b'] }, 404, '1/a → 1/b → 20.500.1/x'],
    [{ outcome: 'alias-chain-too-long' }, 404, 'Too many aliases'],
    [{ outcome: 'alias-dangling', aliases: ['1/a'] }, 404, '1/a → 20.500.1/x'],
    [{ outcome: 'restricted', responseCode: 402 }, 403, 'administrators of this handle only'],
    [{ outcome: 'timeout', message: 'nobody in 5 s' }, 504, 'nobody in 5 s'],
    [{ outcome: 'unreachable' }, 504, 'does not answer'],
    [
      { outcome: 'busy', responseCode: 7, message: 'later' },
      503,
      'response code 7 (server backup): later',
    ],
    [
      { outcome: 'bad-answer', responseCode: 301 },
      502,
      'response code 301 (server not responsible)',
    ],
    [{ outcome: 'bad-signature' }, 502, 'not signed as it must be'],
    [{ outcome: 'service-loop' }, 502, 'cannot be used'],
    [{ outcome: 'referral-loop' }, 502, 'cannot be used'],
    [{ outcome: 'too-many-exchanges' }, 502, 'cannot be used'],
  ])('%j has status %i and says "%s"', async (failure, status, text) => {
    const answer = await failurePage(failure);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      vary: 'Accept, Accept-Language, Accept-Encoding',
      'x-robots-tag': 'noindex',
    });
    expect(textOf(answer.body)).toContain(text);
    expect(textOf(answer.body)).toContain(`Status ${status}`);
  });

  it.each([
    ['20.500.1/x/', '/20.500.1/x?noredirect'],
    ['20.500.1/x.', '/20.500.1/x?noredirect'],
    ['20.500.1/x)', '/20.500.1/x?noredirect'],
    ['20.500.1/', '/20.500.1?noredirect'],
  ])('%s offers what was probably meant', async (handle, href) => {
    const { body } = await failurePage({ outcome: 'handle-not-found', responseCode: 100 }, handle);
    expect(hrefsOf(body)).toContain(href);
  });

  it.each(['20.500.1/x', '20.500.1/f(x)', '20.500.1//'])('%s offers nothing', async (handle) => {
    const { body } = await failurePage({ outcome: 'handle-not-found', responseCode: 100 }, handle);
    expect(hrefsOf(body).filter((href) => href.includes('noredirect'))).toEqual([]);
  });

  it('explains what a handle is to whoever asked for something else', async () => {
    const { get } = await startTestProxy();
    for (const path of ['/noslash', '/hdl:']) {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(textOf(answer.body)).toContain('That is no handle');
    }
  });

  it.each(['handle-not-found', 'prefix-not-found'] as const)(
    'of %s names whom to write to, where the prefix or the registry says so',
    async (outcome) => {
      const namespace = parseNamespace('<n><contact>desk@example.org</contact></n>', () => {});
      const namespaces = namespace === undefined ? [] : [namespace];
      const { body } = await failurePage({ outcome, namespaces });
      expect(textOf(body)).toContain('Write to those who look after the prefix: desk@example.org');
    },
  );

  it('is JSON for programs, with the status of the page', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.answer('20.500.1/x', { outcome: 'values-not-found', responseCode: 200 });
    const answer = await get('/20.500.1/x', { headers: { Accept: 'application/json' } });
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body)).toMatchObject({
      title: 'Nothing to show',
      responseCode: 200,
      handle: '20.500.1/x',
    });
  });
});
